package dev.serin.stress;

import dev.serin.batching.ManualDispatcher;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.routing.Routing;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two callers submit requests to an empty queue while a runner takes what it finds. The numbers are
 * how often each request was answered after the runner has looked once more.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each was answered once.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A request was lost, or answered twice.")
@State
public class HandOffStress {
  private static final Tensor ROW = Tensor.ofFloats(Shape.of(1, 2), 1, 2);

  private final LoadedVersion version =
      new LoadedVersion(new VersionId("m", 1), "", new FakePredictor());
  private final ManualDispatcher dispatcher = new ManualDispatcher(new Routing(), () -> 0);
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger second = new AtomicInteger();

  /** Lets requests share runs. */
  public HandOffStress() {
    version.batchLimit().checked(Optional.empty());
  }

  /** The first caller. */
  @Actor
  public void submit() {
    submit(first);
  }

  /** The second caller, and then the runner: jcstress skips what needs a third core. */
  @Actor
  public void submitAndRun() {
    submit(second);
    dispatcher.runAll();
  }

  /** Looks once more, and counts. */
  @Arbiter
  public void count(II_Result result) {
    dispatcher.runAll();
    result.r1 = first.get();
    result.r2 = second.get();
  }

  private void submit(AtomicInteger answers) {
    var request = new Request(Map.of("x", ROW), List.of(), OptionalLong.empty(), bytes -> {});
    var lease = version.lease().orElseThrow();
    dispatcher.submit(lease, request, run -> {
      lease.close();
      answers.incrementAndGet();
    });
  }
}
