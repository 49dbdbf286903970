package dev.serin.server;

import dev.serin.control.ColdVersions;
import dev.serin.control.ModelLoading;
import dev.serin.gate.Span;
import dev.serin.http.HttpEndpoint;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionStatus;
import dev.serin.onnx.OnnxLoader;
import dev.serin.routing.ModelRoute;
import dev.serin.rpc.GrpcPort;
import dev.serin.rpc.GrpcPort.Services;
import dev.serin.rpc.Listener;
import dev.serin.rpc.admin.ModelEndpoint;
import dev.serin.rpc.admin.RolloutEndpoint;
import dev.serin.rpc.admin.SplitEndpoint;
import dev.serin.rpc.data.FeedbackEndpoint;
import dev.serin.rpc.data.PredictionEndpoint;
import dev.serin.rpc.oip.InferenceEndpoint;
import dev.serin.rpc.oip.InferenceSources;
import dev.serin.serving.InFlightBytes;
import dev.serin.serving.Time;
import dev.serin.status.Sources;
import dev.serin.status.StatusBooks;
import dev.serin.status.Statuses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. Thread-safe. */
public final class Gateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final int BLOCKING_THREADS = 4;

  /**
   * The threads that read large or compressed messages: the other cores are left to the event
   * loops.
   */
  private static final int READERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** The memory of all calls of the admin port. */
  private static final long ADMIN_BYTES = 64 << 20;

  /** How far the two clocks may be apart before the status notes it. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  /** How often the judge processes observations. */
  private static final Duration JUDGE_PERIOD = Duration.ofMillis(20);

  /** How often runners that wait for other processes are looked at. */
  private static final Duration RELIEF_PERIOD = Duration.ofMillis(10);

  /** The period of saving evidence, which is how much a crash may lose. */
  private static final Duration EVIDENCE_PERIOD = Duration.ofSeconds(10);

  private final CloseStack opened;
  private final Core core;
  private final Configuration configuration;
  private final QualityCheck qualityCheck;
  private final Statuses statuses;
  private final RepositoryThread repository;
  private final ModelLoading loading;
  private final RunnerHealth runnerHealth;
  private final Health health;
  private final ColdVersions changes;
  private final RolloutEndpoint rollouts;
  private final GrpcPort data;
  private final GrpcPort admin;
  private final Optional<Path> adminSocket;
  private final HttpEndpoint http;
  /** Confined to the thread that saves: the scheduler's, and at the end the closing one. */
  private boolean evidenceProblem;

  /** Starts a gateway, which is ready when this returns. */
  public static Gateway start(GatewayOptions options) throws StartException {
    return start(options, Clock.tickMillis(ZoneOffset.UTC));
  }

  /** Starts a gateway with the given wall clock. */
  static Gateway start(GatewayOptions options, InstantSource wall) throws StartException {
    Preload.begin();
    var configuration =
        Configuration.read(options.files().config(), Runtime.getRuntime().availableProcessors());
    FreePorts.check(options.address());
    var opened = new CloseStack();
    try {
      return new Gateway(options, configuration, Time.ofMachine(System::nanoTime, wall), opened);
    } catch (IOException | RuntimeException e) {
      // Any exception: threads left running would keep the process alive.
      opened.close();
      throw new StartException(reason(e), e);
    }
  }

  private Gateway(GatewayOptions options, Configuration configuration, Time time, CloseStack opened)
      throws IOException {
    var settings = configuration.started();
    this.opened = opened;
    this.configuration = configuration;
    core = new Core(options, configuration, time, opened);
    // Closed when no call is in flight and no other thread saves.
    opened.push(this::lastEvidence);
    qualityCheck = new QualityCheck(core.routing, configuration);
    repository = opened.push(new RepositoryThread(core.repository, core.time.clock()::wall));
    var threads = opened.push(new PoolThreads("serin-blocking-", BLOCKING_THREADS));
    var readers = opened.push(new PoolThreads("serin-reader-", READERS));
    var address = options.address();
    var limits = settings.limits();
    var bounds = new GrpcPort.Bounds(limits.messageBytes(), core.inFlight, limits.connectionAge());
    runnerHealth = new RunnerHealth(
        settings.runners(),
        OnnxLoader::overdueRuns,
        new RunnerHealth.Ports(core.dispatcher::replace, this::stable, repository::giveUp));
    core.prometheus.watchStuckRunners(runnerHealth::count);
    health = new Health(core.pool, core.control, runnerHealth);
    loading = new ModelLoading(core.control, core.pool, repository);
    var dataAddress = new InetSocketAddress(address.host(), address.grpcPort());
    data = new GrpcPort(
        // Whoever changes what is served must have an identity.
        options.repositoryControl() ? Listener.anonymous(dataAddress) : Listener.of(dataAddress),
        bounds,
        dataServices(threads, readers, options.repositoryControl()),
        core.time.ticker());
    opened.push(() -> data.stop(core.drain.left()));
    statuses = new Statuses(new Sources(
        core.pool,
        core.control,
        core.time.clock(),
        core.books,
        configuration::quality,
        new JudgedComparisons(core.judge),
        this::notes));
    changes = new ColdVersions(core.control, core.pool, configuration, repository::warm);
    rollouts =
        new RolloutEndpoint(core.control, changes, core.routing, statuses, core.time.ticker());
    adminSocket = Optional.ofNullable(address.adminSocket());
    admin = new GrpcPort(
        Listener.anonymous(address.admin()),
        // Separate: an operator who aborts a rollout must not wait for room.
        new GrpcPort.Bounds(
            limits.messageBytes(), new InFlightBytes(ADMIN_BYTES), limits.connectionAge()),
        adminServices(threads, readers),
        core.time.ticker());
    opened.push(() -> admin.stop(core.drain.left()));
    health.tell(List.of(data, admin));
    http = opened.push(new HttpEndpoint(
        new InetSocketAddress(address.host(), address.httpPort()),
        core.time.ticker(),
        this::metrics,
        health::notReady,
        runnerHealth::stuck));
    log.info("ports are open on {}; loading models", address.host());
    serve();
    tick();
    data.started();
    admin.started();
    health.started();
  }

  /** Loads the models and routes to them. */
  private void serve() {
    core.feedback.configure(configuration.qualities());
    core.control.recall().toCompletableFuture().join();
    core.repository.scan();
    core.control.start(configuration.splits()).toCompletableFuture().join();
    core.pool.addListener(core.control::poolChanged);
    judge();
  }

  private Services dataServices(Executor threads, Executor readers, boolean repositoryControl) {
    var predictions = new PredictionEndpoint(core.serving, core.time.ticker());
    var inference = new InferenceEndpoint(
        inferenceSources(),
        repositoryControl ? Optional.of(loading) : Optional.empty(),
        core.time.ticker());
    return new Services(
        List.of(predictions, inference),
        List.of(new FeedbackEndpoint(core.feedback)),
        threads,
        readers,
        (method, status) -> {
          predictions.unread(method, status);
          inference.unread(method, status);
        });
  }

  private InferenceSources inferenceSources() {
    return new InferenceSources(
        core.serving,
        core.pool,
        core.routing,
        core.books,
        configuration::batching,
        configuration.started().runners(),
        () -> !runnerHealth.allStuck(),
        () -> health.notReady().isEmpty(),
        Optional.ofNullable(Gateway.class.getPackage().getImplementationVersion())
            .orElse("development"));
  }

  private Services adminServices(Executor threads, Executor readers) {
    return new Services(
        List.of(),
        List.of(
            new SplitEndpoint(core.control, changes, core.routing),
            rollouts,
            new ModelEndpoint(core.pool, statuses, repository, loading, core.repository.root()),
            InferenceEndpoint.forOperators(inferenceSources(), loading)),
        threads,
        readers,
        (method, status) -> {});
  }

  private void tick() {
    qualityCheck.tick();
    repository.begin();
    core.homes.lookWith(model -> {
      var unused = repository.look(model);
    });
    var scheduler = opened.push(new Scheduler("serin-scheduler"));
    scheduler.every(SECOND, configuration.watcher(core));
    scheduler.every(SECOND, core.control::tick);
    scheduler.every(SECOND, core.feedback::tick);
    scheduler.every(SECOND, runnerHealth::tick);
    scheduler.every(SECOND, health::tick);
    scheduler.every(SECOND, qualityCheck::tick);
    scheduler.every(SECOND, this::forget);
    scheduler.every(StatusBooks.SLICE, core.books::turn);
    scheduler.every(RolloutEndpoint.SHORTEST_INTERVAL, rollouts::tick);
    scheduler.every(EVIDENCE_PERIOD, this::saveEvidence);
    if (core.workers) {
      var relief = opened.push(new Scheduler("serin-runner-relief"));
      relief.every(RELIEF_PERIOD, core.dispatcher::relieve);
    }
    var judge = opened.push(new Scheduler("serin-judge"));
    judge.every(JUDGE_PERIOD, this::judge);
  }

  /** Drops the state of versions that are no longer loaded. */
  private void forget() {
    core.prometheus.forget(core.pool);
    core.books.forget(core.pool);
    core.serving.forget(core.pool);
    core.dispatcher.forget(version -> !core.pool.isLoaded(version));
  }

  private boolean stable(LoadedVersion version) {
    return core.routing
        .model(version.id().model())
        .flatMap(ModelRoute::stableVersion)
        .filter(version::equals)
        .isPresent();
  }

  private void judge() {
    core.judge.work(core.time.clock().millis());
  }

  private void lastEvidence() {
    judge();
    saveEvidence();
  }

  private void saveEvidence() {
    try {
      core.judge.save(core.time.clock().millis());
      evidenceProblem = false;
    } catch (IOException e) {
      if (!evidenceProblem) {
        log.error("cannot save the evidence of the gates; a restart would lose it", e);
      }
      evidenceProblem = true;
    }
  }

  private String metrics(String type) {
    return core.prometheus.scrape(type, statuses, core.pool);
  }

  private List<String> notes(String model) {
    var notes = new ArrayList<String>();
    if (health.draining()) {
      notes.add("shutting down");
    }
    clockNote().ifPresent(notes::add);
    notes.addAll(core.control.notes(model));
    notes.addAll(configuration.notes());
    notes.addAll(qualityCheck.problems(model));
    notes.addAll(core.feedback.notes(model));
    notes.addAll(versionNotes(model));
    notes.addAll(runnerHealth.stuck());
    return notes;
  }

  /** Returns a note for the operator if the clocks are apart. */
  private Optional<String> clockNote() {
    var ahead = core.time.clock().ahead();
    return ahead.abs().compareTo(CLOCK_TOLERANCE) <= 0
        ? Optional.empty()
        : Optional.of("clock: the wall clock is " + Span.text(rounded(ahead.abs()))
            + (ahead.isNegative() ? " ahead of" : " behind")
            + " the statistics clock, by which bakes, gates and the ages of labels are measured"
            + " (expected: at most a minute apart; a restart sets it ahead, never back)");
  }

  /** Rounds to seconds, as the two clocks are read one after the other. */
  private static Duration rounded(Duration duration) {
    return duration.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Returns notes for the operator about versions that are ready. */
  private List<String> versionNotes(String model) {
    return core.pool.versions(model).values().stream()
        .filter(status -> status.state() == VersionStatus.State.READY)
        .filter(status -> !status.reason().isEmpty())
        .map(status -> "version " + status.id().version() + ": " + status.reason())
        .toList();
  }

  /** The status of every version, by model and in ascending order. */
  public List<VersionStatus> versions() {
    return core.pool.models().values().stream()
        .flatMap(versions -> versions.values().stream())
        .toList();
  }

  /** Why the gateway is not ready for calls; empty if it is. */
  public List<String> notReady() {
    return health.notReady();
  }

  public int grpcPort() {
    return data.port();
  }

  public int httpPort() {
    return http.port();
  }

  /** The admin port; -1 if there is a socket instead. */
  public int adminPort() {
    return admin.port();
  }

  /** The Unix domain socket that replaces the admin port. */
  public Optional<Path> adminSocket() {
    return adminSocket;
  }

  /**
   * Reports NOT_SERVING, keeps serving until its callers have gone elsewhere, and closes.
   *
   * @throws InterruptedException if interrupted while waiting; it is not closed then
   */
  public void drain() throws InterruptedException {
    log.info(
        "shutting down: health reports NOT_SERVING; waiting at most {} s for callers to go elsewhere",
        configuration.started().limits().stopTimeout().toSeconds());
    health.drain();
    core.control.stopRaising();
    core.drain.await();
    close();
    log.info("shut down");
  }

  /** Finishes the calls in flight, and closes everything. Has no effect the second time. */
  @Override
  public void close() {
    health.drain();
    core.feedback.tick();
    opened.close();
  }

  private static String reason(Exception e) {
    var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    var message = Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
    var below = cause.getCause();
    return below == null || message.contains(String.valueOf(below.getMessage()))
        ? message
        : message + ": " + below.getMessage();
  }

  /** Threads for work that must not run on the event loops. */
  private static final class PoolThreads implements Executor, AutoCloseable {
    private final ExecutorService threads;

    PoolThreads(String name, int count) {
      var number = new AtomicInteger();
      threads = Executors.newFixedThreadPool(
          count, task -> new Thread(task, name + number.incrementAndGet()));
    }

    @Override
    public void execute(Runnable task) {
      threads.execute(task);
    }

    @Override
    public void close() {
      threads.shutdown();
    }
  }
}
