package dev.serin.benchmarks.gates.figures;

/**
 * One line of a table.
 *
 * @param named what we find with the settings under which the published figure was found
 * @param asRun what we find with the settings that Serin runs
 * @param usual what a usual rule does on the same streams
 */
public record Line(String what, Published published, Estimate named, Estimate asRun, String usual) {

  /** A line that says only what it is about. */
  public static Line of(String what) {
    return new Line(what, Published.NONE, Estimate.NONE, Estimate.NONE, "");
  }

  public Line published(Published figure) {
    return new Line(what, figure, named, asRun, usual);
  }

  public Line named(Estimate estimate) {
    return new Line(what, published, estimate, asRun, usual);
  }

  public Line asRun(Estimate estimate) {
    return new Line(what, published, named, estimate, usual);
  }

  public Line usual(String text) {
    return new Line(what, published, named, asRun, text);
  }

  boolean isChecked() {
    return published.isPresent() && named.isPresent();
  }

  boolean isClose() {
    return published.isClose(named);
  }

  boolean isWithin() {
    return published.agrees(named);
  }
}
