package dev.serin.stress;

import dev.serin.judge.Recorder;
import dev.serin.routing.Forced;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import dev.serin.split.Assignment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A call that reads the routing while it is replaced: the revision, and the version of a user. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "All of the former snapshot.")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "All of the next snapshot.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A mixture.")
@State
public class SnapshotStress {
  private final Routing routing = new Routing();

  /** Begins with the first snapshot. */
  public SnapshotStress() {
    publish(1);
  }

  /** The control thread. */
  @Actor
  public void control() {
    publish(2);
  }

  /** A call. */
  @Actor
  public void call(JJ_Result result) {
    var route = routing.model("m").orElseThrow();
    result.r1 = route.revision();
    result.r2 = route.route("alice").version();
  }

  /** Publishes a snapshot in which everybody gets the version of the revision's number. */
  private void publish(long number) {
    routing.publish(Map.of(
        "m",
        new ModelRoute(
            "m",
            number,
            number,
            Assignment.all("m", number),
            Set.of(),
            Map.of(),
            Recorder.NONE,
            Optional.empty(),
            Optional.empty(),
            Forced.NONE)));
  }
}
