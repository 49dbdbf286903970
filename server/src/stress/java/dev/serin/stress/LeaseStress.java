package dev.serin.stress;

import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A call and the unloading of its version. The call sees 0 without a lease, else 1 while the
 * version is loaded and 2 when it is not; the other number is how often the version was closed.
 */
@JCStressTest
@Outcome(id = "[01], 1", expect = Expect.ACCEPTABLE, desc = "Closed once, not during the call.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Closed during a call, twice, or never.")
@State
public class LeaseStress {
  private final FakePredictor predictor = new FakePredictor();
  private final LoadedVersion version = new LoadedVersion(new VersionId("m", 1), "", predictor);

  /** The call. */
  @Actor
  public void call(II_Result result) {
    var lease = version.lease();
    if (lease.isPresent()) {
      try (var held = lease.get()) {
        result.r1 = predictor.closes.get() == 0 && held.version() == version ? 1 : 2;
      }
    }
  }

  /** The version goes. */
  @Actor
  public void retire() {
    version.retire();
  }

  /** Counts, at the end. */
  @Arbiter
  public void count(II_Result result) {
    result.r2 = predictor.closes.get();
  }
}
