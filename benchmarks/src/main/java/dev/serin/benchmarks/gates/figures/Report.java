package dev.serin.benchmarks.gates.figures;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints tables line by line, and remembers what missed its mark. Confined to one thread. */
public final class Report {
  private final PrintStream out;
  private final List<String> failures = new ArrayList<>();
  private int checked;
  private int close;
  private int within;

  public Report(PrintStream out) {
    this.out = out;
  }

  /** Begins a table; the notes say with which settings its figures are found. */
  public void begin(String title, String... notes) {
    out.println();
    out.println(title);
    for (var note : notes) {
      out.println("  " + note);
    }
    out.println(row("", "published", "ours, as named", "ratio", "", "ours, as run", "usual rule"));
  }

  /** Prints a line; it fails where a figure is named and missed. */
  public void line(Line line) {
    boolean missed = line.isChecked() && !line.isWithin();
    if (line.isChecked()) {
      checked++;
      close += line.isClose() ? 1 : 0;
      within += missed ? 0 : 1;
    }
    if (missed) {
      failures.add(line.what() + ": " + line.named().text() + " (expected: "
          + line.published().text() + ")");
    }
    out.println(row(
        line.what(),
        line.published().text(),
        line.named().text(),
        ratio(line),
        missed ? "!" : "",
        line.asRun().text(),
        line.usual()));
  }

  /** Prints a figure that must not exceed a limit, whatever chance did. */
  public void limit(Line line, double limit) {
    line(line);
    if (line.asRun().low() > limit) {
      failures.add(line.what() + ": " + line.asRun().text() + " (expected: at most "
          + line.asRun().unit().text(limit) + ")");
    }
  }

  public void note(String text) {
    out.println("  " + text);
  }

  /** Prints what was reached, and returns whether all was. */
  public boolean end() {
    out.println();
    out.printf(
        Locale.ROOT,
        "%d figures as named: %d within %.0f %% of the published ones, %d more within that and what "
            + "chance leaves open (99 %%), %d missed%n",
        checked,
        close,
        100 * Published.TOLERANCE,
        within - close,
        checked - within);
    failures.forEach(failure -> out.println("MISSED " + failure));
    return failures.isEmpty();
  }

  private static String ratio(Line line) {
    double ratio = line.published().ratio(line.named());
    return line.isChecked() && Double.isFinite(ratio)
        ? String.format(Locale.ROOT, "%.2f", ratio)
        : "";
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-48s %17s %17s %6s %-1s %19s  %s", cells)
        .stripTrailing();
  }
}
