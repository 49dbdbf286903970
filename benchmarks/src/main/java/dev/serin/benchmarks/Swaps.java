package dev.serin.benchmarks;

import dev.serin.judge.Recorder;
import dev.serin.routing.Forced;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import dev.serin.split.Assignment;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How long it takes to replace the route of one model among many. */
final class Swaps {
  private static final int MODELS = 100;
  private static final int WARM_UP = 10_000;
  private static final int SWAPS = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private Swaps() {}

  /** Returns the nanoseconds of each swap. */
  static List<Long> measure() {
    var routing = new Routing();
    var routes = new HashMap<String, ModelRoute>();
    for (int i = 0; i < MODELS; i++) {
      routes.put("model-" + i, route("model-" + i, 1));
    }
    routing.publish(routes);
    var nanos = new ArrayList<Long>();
    for (int revision = 2; revision < WARM_UP + SWAPS; revision++) {
      long start = System.nanoTime();
      var next = new HashMap<>(routing.models());
      next.put("model-0", route("model-0", revision));
      routing.publish(next);
      nanos.add(System.nanoTime() - start);
    }
    return nanos.subList(WARM_UP, nanos.size());
  }

  /** Prints the quantiles of times in nanoseconds. */
  static void print(PrintStream out, String what, List<Long> nanos) {
    var sorted = nanos.stream().sorted().toList();
    out.printf(
        "%-34s p50 %8.3f  p99 %8.3f  max %8.3f ms%n",
        what, quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1));
  }

  private static double quantile(List<Long> sorted, double q) {
    int place = (int) Math.ceil(q * sorted.size()) - 1;
    return sorted.get(place) / NANOS_PER_MILLI;
  }

  private static ModelRoute route(String model, long revision) {
    return new ModelRoute(
        model,
        revision,
        1,
        Assignment.all("salt", 1),
        Set.of(),
        Map.of(),
        Recorder.NONE,
        Optional.empty(),
        Optional.empty(),
        Forced.NONE);
  }
}
