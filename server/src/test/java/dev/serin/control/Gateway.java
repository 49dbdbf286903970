package dev.serin.control;

import static dev.serin.split.Splits.split;

import dev.serin.ManualExecutor;
import dev.serin.access.Author;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A control over one model, {@code digits}, with a pool and a thread run by hand. */
public final class Gateway {
  public static final String MODEL = "digits";
  public static final Signature SIGNATURE = signature("image");
  public static final Signature OTHER_SIGNATURE = signature("picture");
  /** Takes less than {@link #SIGNATURE}. */
  public static final Signature ONE_ROW =
      new Signature(List.of(new TensorSpec("image", DataType.FP32, Shape.of(1, 64))), List.of());

  public final VersionPool pool = new VersionPool();
  public final Routing routing = new Routing();
  public final Control control;
  private final ManualExecutor thread = new ManualExecutor();
  private final Map<String, FileSplit> file = new HashMap<>();

  public Gateway(MemoryStore store) {
    this(store.state());
  }

  public Gateway(Control.State state) {
    this(
        state,
        () -> Instant.parse("2025-01-02T03:04:05Z"),
        RevisionListener.NONE,
        RolloutPorts.NONE);
  }

  Gateway(
      Control.State state, InstantSource clock, RevisionListener listener, RolloutPorts rollouts) {
    control = new Control(
        new Control.Surroundings(pool, routing, state, Recorders.NONE, listener, rollouts),
        new StatisticsClock(rollouts.ticker(), clock),
        thread);
    pool.addListener(control::poolChanged);
  }

  public static Signature signature(String input) {
    return new Signature(
        List.of(new TensorSpec(input, DataType.FP32, Shape.of(Shape.ANY, 64))), List.of());
  }

  public Gateway ready(long... versions) {
    for (long version : versions) {
      ready(version, SIGNATURE);
    }
    return this;
  }

  public LoadedVersion ready(long version, Signature signature) {
    return put(VersionStatus.ready(loaded(version, signature), ""));
  }

  public void loading(long version) {
    pool.put(VersionStatus.loading(id(version)));
    thread.runAll();
  }

  public void rejected(long version) {
    pool.put(VersionStatus.rejected(id(version), "garbage"));
    thread.runAll();
  }

  public void retire(long version) {
    put(VersionStatus.retired(pool.status(id(version)).orElseThrow().loaded().orElseThrow()));
  }

  public void remove(long version) {
    pool.remove(id(version));
    thread.runAll();
  }

  public Gateway start() {
    join(control.start(file));
    return this;
  }

  public Gateway file(String split) {
    return file(split, null);
  }

  public Gateway file(String split, @Nullable Long stable) {
    file.put(
        MODEL,
        new FileSplit(
            split(split), stable, "hash of " + split + stable, Author.of("serin.yaml"), "edited"));
    return this;
  }

  public void apply() {
    join(control.applyFile(file));
  }

  public Revision set(String split) {
    return set(change(split, null, null, false));
  }

  public Revision force(String split) {
    return set(change(split, null, null, true));
  }

  public Revision set(SetSplit change) {
    return join(control.submit(change));
  }

  public static SetSplit change(
      String split, @Nullable Long stable, @Nullable Long expected, boolean force) {
    return new SetSplit(
        MODEL, split(split), stable, expected, Author.of("alice"), "because", force);
  }

  public void tick() {
    control.tick();
    thread.runAll();
  }

  /** Runs what waits, and returns the result; throws what it failed with. */
  public <T> T join(CompletionStage<T> stage) {
    thread.runAll();
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  public Revision revision() {
    return control.revision(MODEL).orElseThrow();
  }

  public ModelRoute route() {
    return routing.model(MODEL).orElseThrow();
  }

  public boolean callable(long version) {
    return route().versions().containsKey(version);
  }

  private LoadedVersion put(VersionStatus status) {
    pool.put(status);
    thread.runAll();
    return status.loaded().orElseThrow();
  }

  public static VersionId id(long version) {
    return new VersionId(MODEL, version);
  }

  private static LoadedVersion loaded(long version, Signature signature) {
    return new LoadedVersion(id(version), "sha of " + version, new FakePredictor(signature));
  }

  private record FakePredictor(Signature signature) implements Predictor {
    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
