package dev.serin.benchmarks.gates;

import dev.serin.benchmarks.gates.figures.Bench;
import dev.serin.benchmarks.gates.figures.Replications;
import dev.serin.benchmarks.gates.figures.Report;
import dev.serin.benchmarks.gates.figures.Table;
import dev.serin.benchmarks.gates.rollouts.CostTable;
import dev.serin.benchmarks.gates.rollouts.DelayedTable;
import dev.serin.benchmarks.gates.rollouts.HarmfulTable;
import dev.serin.benchmarks.gates.rollouts.HealthyTable;
import dev.serin.benchmarks.gates.rollouts.HeavyUsersTable;
import dev.serin.benchmarks.gates.rollouts.LateTable;
import dev.serin.benchmarks.gates.rollouts.Paths;
import dev.serin.benchmarks.gates.service.ReferenceTable;
import dev.serin.benchmarks.gates.tables.AbsoluteTable;
import dev.serin.benchmarks.gates.tables.ChangeTable;
import dev.serin.benchmarks.gates.tables.DriftTable;
import dev.serin.benchmarks.gates.tables.ErrorsTable;
import dev.serin.benchmarks.gates.tables.LatencyTable;
import dev.serin.benchmarks.gates.tables.PairedTable;
import dev.serin.benchmarks.gates.tables.QualityTable;
import dev.serin.benchmarks.gates.tables.SplitTable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Simulates what the judge reaches, and prints it beside what it should and what others do. */
public final class Main {
  private Main() {}

  /** Exits with 0 if all figures are reached, with 1 if not, with 64 if it is called wrongly. */
  public static void main(String[] arguments) throws IOException {
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(64);
      return;
    }
    System.exit(run(options, System.out) ? 0 : 1);
  }

  static boolean run(Options options, PrintStream out) throws IOException {
    long start = System.nanoTime();
    try (var replications = new Replications(options.seed(), options.threads())) {
      var report = new Report(out);
      out.printf(
          "%s run, seed %d, %d threads, JDK %s%n",
          options.quick() ? "quick" : "full", options.seed(), options.threads(), Runtime.version());
      var bench = new Bench(replications, report, options.quick());
      for (var table : tables().entrySet()) {
        if (options.only().isEmpty() || options.only().get().equals(table.getKey())) {
          table.getValue().print(bench);
        }
      }
      if (options.paths().isPresent()) {
        Paths.write(replications, options.paths().get());
      }
      boolean reached = report.end();
      out.printf("%.0f seconds%n", (System.nanoTime() - start) / 1e9);
      return reached;
    }
  }

  private static Map<String, Table> tables() {
    var tables = new LinkedHashMap<String, Table>();
    tables.put("errors", new ErrorsTable());
    tables.put("absolute", new AbsoluteTable());
    tables.put("latency", new LatencyTable());
    tables.put("quality", new QualityTable());
    tables.put("paired", new PairedTable());
    tables.put("healthy", new HealthyTable());
    tables.put("harmful", new HarmfulTable());
    tables.put("delayed", new DelayedTable());
    tables.put("heavy", new HeavyUsersTable());
    tables.put("late", new LateTable());
    tables.put("drift", new DriftTable());
    tables.put("split", new SplitTable());
    tables.put("change", new ChangeTable());
    tables.put("reference", new ReferenceTable());
    tables.put("cost", new CostTable(System::nanoTime));
    return tables;
  }
}
