package dev.serin.server;

import com.sun.management.OperatingSystemMXBean;
import dev.serin.batching.BatchingDispatcher;
import dev.serin.config.Admit;
import dev.serin.control.Control;
import dev.serin.control.Plans;
import dev.serin.control.RolloutPorts;
import dev.serin.events.EventRecorder;
import dev.serin.feedback.Feedback;
import dev.serin.feedback.Predictions;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.gate.Terms;
import dev.serin.journal.Conversion;
import dev.serin.journal.EvidenceFile;
import dev.serin.journal.FileAdmitted;
import dev.serin.journal.FileLabelLog;
import dev.serin.journal.FileLoadRecord;
import dev.serin.journal.Journal;
import dev.serin.journal.ShutdownFile;
import dev.serin.journal.StateFolder;
import dev.serin.judge.Judge;
import dev.serin.judge.JudgedOutcomes;
import dev.serin.judge.ObservationListener;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.onnx.OnnxLoader;
import dev.serin.repository.GivenInputs;
import dev.serin.repository.Repository;
import dev.serin.routing.Routing;
import dev.serin.rpc.WarmUpCall;
import dev.serin.serving.InFlightBytes;
import dev.serin.serving.Router;
import dev.serin.serving.Serving;
import dev.serin.serving.Shadows;
import dev.serin.serving.Time;
import dev.serin.status.StatusBooks;
import dev.serin.telemetry.Prometheus;
import dev.serin.triton.TritonSettings;
import dev.serin.worker.Limits;
import dev.serin.worker.WorkerLoader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The parts of a gateway that need no network. */
final class Core {
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Threads beside the runners that run versions: that of preflights, and the repository's. */
  private static final int OTHERS = 2;

  final Time time;
  final VersionPool pool = new VersionPool();
  final Routing routing = new Routing();
  final StatusBooks books;
  final Prometheus prometheus = new Prometheus();
  final Drain drain;
  final Repository repository;
  final InFlightBytes inFlight;
  final BatchingDispatcher dispatcher;
  final Feedback feedback;
  final Serving serving;
  final Control control;
  final Judge judge;
  /** Whether versions may run in processes of their own. */
  final boolean workers;

  final CandidateHomes homes;

  /** Opens the state and the models, and starts the threads; pushes what it opens on the stack. */
  Core(GatewayOptions options, Configuration configuration, Time time, CloseStack opened)
      throws IOException {
    var files = options.files();
    var config = configuration.started();
    Plans plans = configuration;
    this.time = time;
    this.workers = options.workers();
    homes = new CandidateHomes(configuration, this::control, routing);
    books = new StatusBooks(time.clock());
    drain = new Drain(time.ticker(), config.limits().stopTimeout());
    // First, so that a mistyped folder leaves no state beside it.
    Repository.check(files.models());
    var state = opened.push(StateFolder.open(files.state()));
    state.clearTemporary();
    Conversion.run(state, plans::terms);
    var journal = opened.push(Journal.open(state));
    var labels = opened.push(FileLabelLog.open(state));
    var admitted = opened.push(FileAdmitted.open(state));
    var loader = new OnnxLoader(
        model -> configuration.batching(model).intraOpThreads(), config.limits().runTimeout());
    var memory = new Repository.Memory(
        admitted,
        FileLoadRecord.open(state, loader.runtimeVersion()),
        config.admit() == Admit.COPY ? state.path().resolve("models") : null,
        this::needs,
        this::unloaded);
    repository = opened.push(new Repository(
        files.models(),
        new Repository.Loaders(
            loader,
            options.workers()
                ? Optional.of(workers(loader, configuration, state.temporary()))
                : Optional.empty()),
        pool,
        memory,
        new Repository.Beside(
            new TritonSettings(),
            new GivenInputs(configuration::warmUp, WarmUpCall::inputs),
            configuration::settings),
        time.ticker()));
    var predictions = new Predictions(
        config.feedback(),
        keys(files),
        () -> ThreadLocalRandom.current().nextLong(),
        time.ticker());
    judge = Judge.open(
        plans::terms,
        listener(files, plans::terms, opened),
        EvidenceFile.of(state),
        time.ticker(),
        this::alarm);
    var feed = new JudgeFeed(judge);
    var sinks = new Sinks(List.of(prometheus.metrics(), books, new JudgedOutcomes(judge)));
    feedback =
        Feedback.open(config.feedback(), predictions, labels, sinks, this::classes, time.clock());
    // The stored times are not in the future, whatever the wall clock says now.
    time.clock().notBelow(judge.savedMillis());
    time.clock().notBelow(feedback.seenMillis());
    inFlight = new InFlightBytes(config.limits().inFlightBytes());
    prometheus.watch(inFlight);
    dispatcher = opened.push(BatchingDispatcher.start(
        config.runners(), new RoutedTraffic(routing, configuration), time.ticker(), time.work()));
    var listeners = new Listeners(List.of(prometheus.metrics(), books, drain));
    var shadows =
        opened.push(new Shadows(dispatcher, predictions, feed, MACHINE::getCpuLoad, time));
    serving =
        new Serving(new Router(routing, pool), dispatcher, predictions, listeners, shadows, time);
    var preflights = opened.push(new PreflightThread(serving.preflight(), pool));
    var ports =
        new RolloutPorts(plans, feed, books::slower, preflights, Core::randomId, time.ticker());
    var durable = new Control.State(journal, ShutdownFile.of(state, journal));
    var around =
        new Control.Surroundings(pool, routing, durable, feed, prometheus.rollouts(), ports);
    control = opened.push(new Control(around, time.clock()));
    prometheus.watch(judge);
    prometheus.watch(time.clock());
    prometheus.watch(control);
  }

  /** Versions in processes of their own: for trials with one run at a time, and to serve calls. */
  private Repository.Workers workers(
      OnnxLoader loader, Configuration configuration, Path temporary) {
    var config = configuration.started();
    var runTimeout = config.limits().runTimeout();
    BiFunction<String, Long, Limits> limits =
        (model, bytes) -> Limits.of(configuration.memoryBytes(model), bytes, runTimeout);
    ToIntFunction<String> threads = model -> configuration.batching(model).intraOpThreads();
    prometheus.watchCrashes(homes, CandidateHomes::crashes);
    return new Repository.Workers(
        new WorkerLoader(loader, new WorkerLaunch(runTimeout, true), temporary, limits, 1, threads),
        new WorkerLoader(
            loader,
            new WorkerLaunch(runTimeout, false),
            temporary,
            limits,
            config.runners() + OTHERS,
            threads),
        homes);
  }

  private Control control() {
    return control;
  }

  /** Passes an alarm to the control; nothing is judged before there is one. */
  private void alarm(String model) {
    control.alarm(model);
  }

  private List<String> classes(VersionId id, String output) {
    return pool.status(id)
        .flatMap(VersionStatus::loaded)
        .map(version -> version.signature().classes(output))
        .orElse(List.of());
  }

  private boolean needs(VersionId id) {
    return control.needs(id);
  }

  private boolean unloaded(String model) {
    return control.unloaded(model);
  }

  private static String randomId() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextInt());
  }

  /** Returns the observer of the judge: the recorder of events, if they are recorded. */
  private ObservationListener listener(
      GatewayOptions.Files files, Function<String, Terms> terms, CloseStack opened)
      throws IOException {
    if (files.events() == null) {
      return ObservationListener.NONE;
    }
    var recorder = opened.push(EventRecorder.open(
        files.events(),
        repository.names(),
        // A little longer than labels count, so that the file shows if that is too short.
        model -> terms.apply(model).gates().quality().labelHorizon().multipliedBy(2),
        time.clock(),
        EventRecorder.MAX_FILE_BYTES));
    recorder.start();
    return new RecordedEvents(recorder);
  }

  private static SigningKeys keys(GatewayOptions.Files files) throws IOException {
    return files.key() == null
        ? SigningKeys.loadOrCreate(files.state().resolve("prediction.key"), new SecureRandom())
        : SigningKeys.load(files.key());
  }
}
