package dev.serin.benchmarks.gates.rollouts;

import dev.serin.benchmarks.gates.figures.Replications;
import dev.serin.benchmarks.gates.rules.PooledCounts;
import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.benchmarks.gates.streams.Traffic;
import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Comparison;
import dev.serin.gate.GateId;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The course of the evidence for more errors while two equal versions run side by side, and that of
 * a test that is not made for looking twice, on the same calls.
 */
public final class Paths {
  private static final int PATHS = 30;
  private static final int EVERY = 500;
  private static final String HEADER = "path,calls,log10_e,log10_threshold,p_value";

  private Paths() {}

  /** What was known after so many calls. */
  record Point(int calls, double log10E, double log10Threshold, double pValue) {
    String line() {
      return String.format(Locale.ROOT, "%d,%.4f,%.4f,%.5f", calls, log10E, log10Threshold, pValue);
    }
  }

  /** Writes a line for each path after every 500 calls, and a picture of them as SVG beside it. */
  public static void write(Replications replications, Path file) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(HEADER);
    var paths = replications.run("paths", PATHS, random -> {
      var recorder = new Recorder();
      Traffic.play(Contest.SCENARIO, random, List.of(recorder));
      return recorder.points;
    });
    for (int i = 0; i < paths.size(); i++) {
      for (var point : paths.get(i)) {
        lines.add((i + 1) + "," + point.line());
      }
    }
    Files.write(file, lines);
    Files.writeString(file.resolveSibling(file.getFileName() + ".svg"), Picture.of(paths));
  }

  /** Watches one rollout. */
  private static final class Recorder implements Rule {
    private final Comparison comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    private final PooledCounts counts = new PooledCounts();
    private final List<Point> points = new ArrayList<>();
    private int calls;

    @Override
    public void begin(Step step) {
      comparison.begin(step);
    }

    @Override
    public void call(int step, Call call) {
      if (step == 0) {
        return;
      }
      comparison.call(step, call);
      counts.add(call.canary(), call.result() == Result.BAD);
      calls++;
      if (calls % EVERY == 0) {
        points.add(point(call.timeMillis()));
      }
    }

    @Override
    public boolean stops() {
      return false;
    }

    private Point point(long millis) {
      var findings = comparison
          .judge(millis)
          .verdict(GateId.of(GateId.Kind.ERRORS))
          .orElseThrow()
          .findings();
      return new Point(
          calls,
          findings.logE() / Math.log(10),
          findings.logThreshold() / Math.log(10),
          counts.twoSided());
    }
  }
}
