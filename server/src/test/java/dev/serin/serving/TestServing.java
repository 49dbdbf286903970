package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.ManualExecutor;
import dev.serin.batching.ManualDispatcher;
import dev.serin.feedback.Feedback;
import dev.serin.feedback.FeedbackAnswer;
import dev.serin.feedback.FeedbackRequest;
import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.FeedbackSettings;
import dev.serin.feedback.LabelLog;
import dev.serin.feedback.LabelVisitor;
import dev.serin.feedback.Outcome;
import dev.serin.feedback.OutcomeSink;
import dev.serin.feedback.Predictions;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.feedback.quality.Metric;
import dev.serin.feedback.quality.QualitySettings;
import dev.serin.feedback.quality.Truth;
import dev.serin.gate.Call;
import dev.serin.gate.Shadowed;
import dev.serin.judge.Recorder;
import dev.serin.judge.Recording;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.routing.FallbackRoute;
import dev.serin.routing.Forced;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import dev.serin.routing.ShadowRoute;
import dev.serin.split.Assignment;
import dev.serin.split.ForcedUsers;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Serving of a model {@code m}: stable 1 and canary 2 with half of the users each, on threads and a
 * clock that the test moves.
 */
final class TestServing {
  static final long LIMIT_BYTES = 100_000_000;

  final AtomicLong nanos = new AtomicLong(1_000_000);
  final VersionPool pool = new VersionPool();
  final Routing routing = new Routing();
  final Time time = Time.of(nanos::get, () -> Instant.ofEpochMilli(1_000_000_000_000L));
  /** One runner, which runs when the test says so. */
  final ManualDispatcher dispatcher = new ManualDispatcher(routing, nanos::get);

  final InFlightBytes inFlight = new InFlightBytes(LIMIT_BYTES);
  /** The threads that run copies. */
  final ManualExecutor shadowThreads = new ManualExecutor();
  /** The load of the machine. */
  volatile double load;

  /** Runs while an answer is handed over; if it throws, the caller does not get the answer. */
  Runnable duringReply = () -> {};

  final FakePredictor stable = new FakePredictor();
  final FakePredictor canary = new FakePredictor();
  final LoadedVersion one = new LoadedVersion(new VersionId("m", 1), "a", stable);
  final LoadedVersion two = new LoadedVersion(new VersionId("m", 2), "b", canary);
  final List<CallRecord> records = new ArrayList<>();
  final List<PredictResult> results = new ArrayList<>();
  /** The recipients of results, in order: "reply" and "listener". */
  final List<String> told = new ArrayList<>();

  /** The calls that the recorder got: "version id result". */
  final List<String> recorded = new ArrayList<>();

  /** The results of copies. */
  final List<Shadowed> copies = new ArrayList<>();

  /** How many copies were dropped. */
  int dropped;

  /** How many calls shared each run. */
  final List<Integer> together = new ArrayList<>();

  /** The labels that counted. */
  final List<Outcome> outcomes = new ArrayList<>();

  /** The number of the next call. */
  final AtomicLong nextId = new AtomicLong(7);

  /** Whether label coverage counts predictions. */
  boolean covers;

  private final Recorder recorder = (version, arrival) -> new Recording() {
    @Override
    public boolean covers() {
      return covers;
    }

    @Override
    public void abandoned() {
      var text = version + " " + arrival.id() + " abandoned";
      if (!recorded.contains(text)) {
        recorded.add(text);
      }
    }

    @Override
    public void runs(int calls, OptionalLong elsewhereNanos) {
      together.add(calls);
    }

    @Override
    public void ended(Call.Result result, long latencyNanos) {
      recorded.add(version + " " + arrival.id() + " " + result + " " + latencyNanos);
    }
  };

  private Forced forced = Forced.NONE;
  private Optional<FallbackRoute> fallback = Optional.empty();
  private Optional<ShadowRoute> shadow = Optional.empty();

  final Router router = new Router(routing, pool);
  final Shadows shadows;
  final Serving serving;
  private final Feedback feedback;

  TestServing(Path folder) throws IOException {
    var settings =
        new FeedbackSettings(Duration.ofDays(1), FeedbackSettings.MIN_MEMORY_BYTES, false);
    var keys = SigningKeys.loadOrCreate(folder.resolve("key"), new SecureRandom());
    var predictions = new Predictions(settings, keys, nextId::get, nanos::get);
    feedback = Feedback.open(
        settings,
        predictions,
        new NoLabels(),
        new Sink(),
        Feedback.ModelClasses.NONE,
        time.clock());
    shadows = shadows(predictions, time);
    serving = new Serving(router, dispatcher, predictions, this::finished, shadows, time);
    pool.put(VersionStatus.ready(one, ""));
    pool.put(VersionStatus.ready(two, ""));
    publish(one, two);
  }

  private Shadows shadows(Predictions predictions, Time time) {
    var listener = new ShadowListener() {
      @Override
      public void finished(String model, Shadowed copy) {
        copies.add(copy);
      }

      @Override
      public void dropped(String model) {
        dropped++;
      }
    };
    var runs = new ShadowRuns(predictions, listener, time);
    return new Shadows(
        shadowThreads, dispatcher, new CpuLoad(() -> load, nanos::get), runs, listener);
  }

  void publish(LoadedVersion... versions) {
    var split = Split.of(Map.of(1L, Share.parse("0.5"), 2L, Share.parse("0.5")));
    var loaded = new HashMap<Long, LoadedVersion>();
    for (var version : versions) {
      loaded.put(version.id().version(), version);
    }
    var assignment = Assignment.all("m", 1).move(split, 1);
    var route =
        new ModelRoute("m", 5, 1, assignment, Set.of(), loaded, recorder, shadow, fallback, forced);
    routing.publish(Map.of("m", route));
  }

  /** Lets calls of the canary fall back to stable. */
  void doNotFallBack() {
    fallback = Optional.empty();
    publish(one, two);
  }

  void fallBack(long budgetNanos, double maxRate) {
    fallback = Optional.of(new FallbackRoute(budgetNanos, maxRate));
    publish(one, two);
  }

  /** Gives one user stable and another one the canary, whatever their hash. */
  void force(String toStable, String toCanary) {
    forced = new Forced(new ForcedUsers(Set.of(toStable), Set.of(toCanary)), OptionalLong.of(2));
    publish(one, two);
  }

  /** Runs a candidate on copies of this fraction of the calls, and pairs their labels. */
  void shadow(LoadedVersion candidate, double fraction) {
    shadow = Optional.of(new ShadowRoute("t1", candidate, fraction, 0.7, true));
    publish(one, two);
  }

  /** Replaces the fake stable version. */
  void publishStable(Predictor predictor) {
    publish(new LoadedVersion(new VersionId("m", 1), "c", predictor), two);
  }

  /** Measures quality on this output. */
  void measure(String output) {
    var quality = QualitySettings.of(Metric.ACCURACY, output, List.of(), OptionalDouble.empty());
    feedback.configure(Map.of("m", quality));
  }

  FeedbackAnswer label(String predictionId, long index) {
    return feedback.submit(
        new FeedbackRequest(predictionId, null, OptionalInt.empty(), new Truth.ClassIndex(index)));
  }

  /** A user whom the split gives this version. */
  String userOf(long version) {
    var route = routing.model("m").orElseThrow();
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "user-" + i)
        .filter(user -> route.route(user).version() == version)
        .findFirst()
        .orElseThrow();
  }

  /** Submits a call, whose answer leaves at once; nothing runs yet. */
  void call(PredictCall given) {
    var call = charged(given);
    serving.predict(call, result -> {
      if (result instanceof PredictResult.Answer) {
        duringReply.run();
      }
      told.add("reply");
      results.add(result);
      call.origin().room().left();
    });
  }

  /** Returns the call with an account of its bytes. */
  private PredictCall charged(PredictCall call) {
    var origin = call.origin();
    var room = inFlight.open();
    assertThat(room.takeRequest(origin.bytes())).isTrue();
    return new PredictCall(
        call.model(),
        call.pinned(),
        call.userId(),
        call.inputs(),
        call.outputs(),
        call.requestId(),
        new PredictCall.Origin(
            origin.bytes(), origin.arrivalNanos(), origin.deadlineNanos(), origin.caller(), room));
  }

  /** Submits a call and runs it. */
  PredictResult serve(PredictCall call) {
    call(call);
    dispatcher.runAll();
    return results.get(results.size() - 1);
  }

  private void finished(CallRecord call) {
    told.add("listener");
    records.add(call);
  }

  private final class Sink implements OutcomeSink {
    @Override
    public void accept(Outcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void answered(String model, FeedbackResult result) {}
  }

  private static final class NoLabels implements LabelLog {
    @Override
    public void append(long hour, long high, long low) {}

    @Override
    public void replay(LabelVisitor visitor) {}

    @Override
    public void drop(long hour) {}

    @Override
    public void force() {}
  }
}
