package dev.serin.server;

import dev.serin.access.Author;
import dev.serin.batching.BatchingDispatcher;
import dev.serin.batching.ManualDispatcher;
import dev.serin.config.GatewayConfig;
import dev.serin.control.Control;
import dev.serin.control.Recorders;
import dev.serin.control.SetSplit;
import dev.serin.feedback.Predictions;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.journal.Journal;
import dev.serin.journal.ShutdownFile;
import dev.serin.journal.StateFolder;
import dev.serin.model.VersionPool;
import dev.serin.onnx.OnnxLoader;
import dev.serin.repository.Repository;
import dev.serin.routing.Routing;
import dev.serin.serving.Caller;
import dev.serin.serving.InFlightBytes;
import dev.serin.serving.PredictCall;
import dev.serin.serving.PredictResult;
import dev.serin.serving.Router;
import dev.serin.serving.Serving;
import dev.serin.serving.ShadowListener;
import dev.serin.serving.Shadows;
import dev.serin.serving.Time;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.status.NoComparisons;
import dev.serin.status.Sources;
import dev.serin.status.StatusBooks;
import dev.serin.status.Statuses;
import dev.serin.telemetry.Prometheus;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The parts of a gateway without its scheduler: scans run on request. */
final class SwapRig implements AutoCloseable {
  private static final int RUNNERS = 2;

  final VersionPool pool = new VersionPool();
  final CountedLoader loader = new CountedLoader(new OnnxLoader());
  final StatusBooks books;
  private final CloseStack opened = new CloseStack();
  private final InFlightBytes inFlight = new InFlightBytes(1 << 30);
  private final Time time = Time.of(System::nanoTime, InstantSource.system());
  private final Prometheus prometheus = new Prometheus();
  private final AtomicLong users = new AtomicLong();
  private final Map<String, Tensor> inputs = Map.of(
      "input", Tensor.of(DataType.FP32, Shape.of(1, 64), Digits.row(0).tensor().raw()));
  private final Repository repository;
  private final Serving serving;
  private final Control control;

  /** Starts with the versions in the folder's repository. */
  SwapRig(Path folder) throws IOException {
    var config = GatewayConfig.defaults(RUNNERS);
    var routing = new Routing();
    var keys = SigningKeys.loadOrCreate(folder.resolve("key"), new SecureRandom());
    var predictions =
        new Predictions(config.feedback(), keys, users::incrementAndGet, time.ticker());
    var state = opened.push(StateFolder.open(folder.resolve("state")));
    var journal = opened.push(Journal.open(state));
    repository =
        opened.push(new Repository(folder.resolve("repository"), loader, pool, System::nanoTime));
    var dispatcher = opened.push(BatchingDispatcher.start(
        RUNNERS, ManualDispatcher.traffic(routing), time.ticker(), time.work()));
    var shadows =
        opened.push(new Shadows(dispatcher, predictions, ShadowListener.NONE, () -> 0, time));
    books = new StatusBooks(time.clock());
    var listeners = new Listeners(List.of(prometheus.metrics(), books));
    serving =
        new Serving(new Router(routing, pool), dispatcher, predictions, listeners, shadows, time);
    var durable = new Control.State(journal, ShutdownFile.of(state, journal));
    control = opened.push(new Control(
        new Control.Surroundings(pool, routing, durable, Recorders.NONE), time.clock()));
    repository.scan();
    control.start(Map.of()).toCompletableFuture().join();
    pool.addListener(control::poolChanged);
  }

  /** Scans the repository until it acts on changes, and waits until they are in effect. */
  void scan() {
    repository.scan();
    repository.scan();
    control.applyFile(Map.of()).toCompletableFuture().join();
  }

  void split(Map<Long, String> shares) {
    var split = new TreeMap<Long, Share>();
    shares.forEach((version, share) -> split.put(version, Share.parse(share)));
    control
        .submit(new SetSplit(
            "digits", Split.of(split), null, null, Author.of("tester"), "a swap", false))
        .toCompletableFuture()
        .join();
  }

  /** Calls as the next user, and waits for the answer. */
  PredictResult call() {
    var answer = new CompletableFuture<PredictResult>();
    var room = inFlight.open();
    var origin = new PredictCall.Origin(
        256, time.ticker().getAsLong(), OptionalLong.empty(), new Caller(), room);
    var user = "user-" + users.incrementAndGet();
    serving.predict(
        new PredictCall("digits", OptionalLong.empty(), user, inputs, List.of(), "", origin),
        answer::complete);
    var result = answer.join();
    room.left();
    return result;
  }

  /** The version that serves the next user. */
  long served() {
    return call().call().served().orElseThrow().version();
  }

  /** Returns the model's series in a scrape, one per line. */
  List<String> series() {
    var scraped = prometheus.scrape(
        "text/plain",
        new Statuses(new Sources(
            pool,
            control,
            time.clock(),
            books,
            model -> Optional.empty(),
            NoComparisons.INSTANCE,
            model -> List.of())),
        pool);
    return scraped.lines().filter(line -> line.contains("model=\"digits\"")).toList();
  }

  @Override
  public void close() {
    opened.close();
  }
}
