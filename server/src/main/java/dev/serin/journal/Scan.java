package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.control.Doubt;
import dev.serin.control.Revision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The content of a journal. */
public final class Scan {
  private final List<Line> lines;
  private final Set<String> repaired;

  Scan(List<Line> lines, Set<String> repaired) {
    this.lines = List.copyOf(lines);
    this.repaired = Set.copyOf(repaired);
  }

  List<Line> lines() {
    return lines;
  }

  /** The revisions that can be read, oldest first. */
  public List<Revision> revisions() {
    return lines.stream()
        .flatMap(line ->
            line instanceof Line.Whole whole && whole.entry() instanceof Entry.Changed changed
                ? List.of(changed.revision()).stream()
                : List.<Revision>of().stream())
        .toList();
  }

  /** Returns which decisions a repair may have removed. */
  Doubt doubt() {
    boolean last = !lines.isEmpty()
        && lines.get(lines.size() - 1) instanceof Line.Whole whole
        && whole.entry() instanceof Entry.Repaired;
    return new Doubt(repaired, last);
  }

  /** Returns the first line that is damaged, or that this release cannot read. */
  public Optional<Damage> damage() {
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(i -> damage(i + 1, lines.get(i)).stream())
        .findFirst();
  }

  /**
   * Returns why a gateway must not start with this, for messages: the first damaged line, how many
   * more there are, and what to do.
   */
  List<String> problems(Path file) {
    return damage().stream()
        .map(first -> file + ":" + first.line() + " " + first.reason()
            + (damaged() > 1 ? ", and " + (damaged() - 1) + " more lines are damaged" : "")
            + (first.repairable()
                ? " (expected: a whole journal; restore it from a backup, or `./serin journal repair "
                    + file.getParent() + "` removes damaged lines and takes users off candidates)"
                : ""))
        .toList();
  }

  /** Returns the number of damaged lines. */
  public int damaged() {
    return (int) lines.stream().filter(Line.Damaged.class::isInstance).count();
  }

  /** Whether the last line is an interrupted write. */
  public boolean torn() {
    return !lines.isEmpty() && lines.get(lines.size() - 1) instanceof Line.Torn;
  }

  /** Whether it has its first line; an emptied journal does not. */
  boolean begun() {
    return lines.stream().anyMatch(line -> !(line instanceof Line.Torn));
  }

  private static Optional<Damage> damage(int number, Line line) {
    if (line instanceof Line.Damaged damaged) {
      return Optional.of(new Damage(number, damaged.reason(), /* repairable= */ true));
    }
    return line instanceof Line.Odd odd
        ? Optional.of(new Damage(
            number,
            "is not a record that this release can read: " + odd.reason(),
            /* repairable= */ false))
        : Optional.empty();
  }
}
