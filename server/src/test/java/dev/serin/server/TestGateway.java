package dev.serin.server;

import dev.serin.client.ClientOptions;
import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.Label;
import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinClient;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import dev.serin.serving.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real gateway over real digits models on free ports of this machine, with clients connected to
 * it.
 */
public final class TestGateway implements AutoCloseable {
  /** The quality block of the sample's configuration. */
  public static final String QUALITY =
      "    quality: {metric: accuracy, output: output, classes: [\"0\", \"1\", \"2\", \"3\", \"4\","
          + " \"5\", \"6\", \"7\", \"8\", \"9\"]}\n";

  /** A busy machine may take seconds for the first call, which connects. */
  private static final ClientOptions OPTIONS =
      ClientOptions.defaults().withDeadline(Duration.ofSeconds(60));

  private static final long PAUSE_NANOS = 5_000_000;
  private static final Path SAMPLES = Path.of("..", "models", "repository", "digits");

  private final Path folder;
  private final Gateway gateway;
  private final SerinClient client;
  private final SerinAdmin admin;

  private TestGateway(Path folder, Gateway gateway) {
    this.folder = folder;
    this.gateway = gateway;
    this.client = SerinClient.connect("127.0.0.1:" + gateway.grpcPort(), OPTIONS);
    this.admin = SerinAdmin.connect("127.0.0.1:" + gateway.adminPort(), OPTIONS);
  }

  /** Starts a gateway over a folder: serin.yaml, repository and .serin. */
  public static TestGateway start(Path folder) throws StartException {
    return start(folder, (Path) null);
  }

  /** Starts a gateway over a folder that signs with this key, if given. */
  public static TestGateway start(Path folder, @Nullable Path key) throws StartException {
    return start(folder, key, null);
  }

  /** Starts a gateway over a folder that records events in this file. */
  public static TestGateway recording(Path folder, Path events) throws StartException {
    return start(folder, null, events);
  }

  /** Starts a gateway over a folder, whose data port lets callers load and unload models. */
  static TestGateway controlled(Path folder) throws StartException {
    return start(folder, /* repositoryControl= */ true, /* workers= */ false);
  }

  /** Starts a gateway over a folder, which loads new versions in processes of their own first. */
  static TestGateway withWorkers(Path folder) throws StartException {
    return start(folder, /* repositoryControl= */ false, /* workers= */ true);
  }

  private static TestGateway start(Path folder, boolean repositoryControl, boolean workers)
      throws StartException {
    var files = new GatewayOptions.Files(
        folder.resolve("serin.yaml"), folder.resolve("repository"), folder.resolve(".serin"), null);
    var address = new GatewayOptions.Address("127.0.0.1", 0, 0, 0);
    return new TestGateway(
        folder, Gateway.start(new GatewayOptions(files, address, repositoryControl, workers)));
  }

  /** The clocks of this machine. */
  static Time time() {
    return Time.of(System::nanoTime, InstantSource.system());
  }

  /** Starts a gateway with a wall clock that the test sets. */
  static TestGateway start(Path folder, InstantSource wall) throws StartException {
    var files = new GatewayOptions.Files(
        folder.resolve("serin.yaml"), folder.resolve("repository"), folder.resolve(".serin"), null);
    var address = new GatewayOptions.Address("127.0.0.1", 0, 0, 0);
    return new TestGateway(folder, Gateway.start(new GatewayOptions(files, address), wall));
  }

  private static TestGateway start(Path folder, @Nullable Path key, @Nullable Path events)
      throws StartException {
    var files = new GatewayOptions.Files(
        folder.resolve("serin.yaml"),
        folder.resolve("repository"),
        folder.resolve(".serin"),
        key,
        events);
    var address = new GatewayOptions.Address("127.0.0.1", 0, 0, 0);
    return new TestGateway(folder, Gateway.start(new GatewayOptions(files, address)));
  }

  /**
   * Starts a gateway over fresh copies of these versions of the digits model and this
   * configuration.
   */
  public static TestGateway start(Path folder, String config, long... versions)
      throws IOException, StartException {
    Files.createDirectories(folder.resolve("repository"));
    for (long version : versions) {
      copyVersion(folder, version);
    }
    Files.writeString(folder.resolve("serin.yaml"), config);
    return start(folder);
  }

  /** Copies a version of the digits model into the repository of a folder. */
  public static void copyVersion(Path folder, long version) throws IOException {
    var target = Files.createDirectories(folder.resolve("repository/digits/" + version));
    var model = target.resolve("model.onnx");
    Files.copy(SAMPLES.resolve(version + "/model.onnx"), target.resolve("new.tmp"));
    Files.move(target.resolve("new.tmp"), model);
  }

  public Path folder() {
    return folder;
  }

  public Gateway gateway() {
    return gateway;
  }

  public SerinClient client() {
    return client;
  }

  public SerinAdmin admin() {
    return admin;
  }

  /** Calls stable until this is true, and returns how often; throws if a call fails. */
  int callUntil(AtomicBoolean done) {
    int calls = 0;
    while (!done.get()) {
      var unused = predict("user-" + calls);
      calls++;
      // A load that leaves others some of the cores.
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return calls;
  }

  public Prediction predict(String user) {
    return predict(user, Digits.row(0));
  }

  public Prediction predict(String user, Digits row) {
    return client.predict(
        PredictCall.to("digits").user(user).input(row.tensor()).build());
  }

  public FeedbackResult label(Prediction prediction, String label) {
    return client.submitFeedback(
        Feedback.of(prediction.predictionId(), new Label.ClassName(label)));
  }

  public SplitRevision split(Map<Long, String> shares) {
    return admin.setSplit(
        SplitChange.of("digits", shares).reason("a test").author("tester").build());
  }

  /** Replaces the configuration in one step. */
  public void configure(String text) {
    try {
      var next = folder.resolve("serin.yaml.next");
      Files.writeString(next, text);
      Files.move(
          next, folder.resolve("serin.yaml"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    admin.close();
    gateway.close();
  }
}
