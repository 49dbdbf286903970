package dev.serin.benchmarks.pieces;

import dev.serin.judge.Recorder;
import dev.serin.routing.Forced;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Route;
import dev.serin.routing.Routing;
import dev.serin.split.Assignment;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Finds the version of a user's call, with a canary that has 5 % of the users. */
@State(Scope.Benchmark)
public class RouteBench extends Piece {
  private static final int USERS = 1_024;

  private final Routing routing = new Routing();
  private final String[] users =
      IntStream.range(0, USERS).mapToObj(user -> "user-" + user).toArray(String[]::new);
  private int next;

  /** Publishes the route. */
  public RouteBench() {
    var split = Split.of(Map.of(1L, Share.parse("0.95"), 2L, Share.parse("0.05")));
    var route = new ModelRoute(
        "model",
        1,
        1,
        Assignment.all("salt", 1).move(split, 1),
        Set.of(),
        Map.of(),
        Recorder.NONE,
        Optional.empty(),
        Optional.empty(),
        Forced.NONE);
    routing.publish(Map.of("model", route));
  }

  /** Routes the call of the next user. */
  @Benchmark
  public Route route() {
    next = next + 1 & USERS - 1;
    return routing.model("model").orElseThrow().route(users[next]);
  }
}
