package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.control.Revision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What a journal holds. */
public final class Scan {
  private final List<Line> lines;
  private final SortedSet<String> repaired;

  Scan(List<Line> lines, Set<String> repaired) {
    this.lines = List.copyOf(lines);
    this.repaired = new TreeSet<>(repaired);
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

  /** Models of which lines may have been removed behind the last revision. */
  SortedSet<String> repaired() {
    return repaired;
  }

  /** The first line that is not what was written, or that this release cannot read. */
  public Optional<Damage> damage() {
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(i -> damage(i + 1, lines.get(i)).stream())
        .findFirst();
  }

  /** How many lines are not what was written. */
  public int damaged() {
    return (int) lines.stream().filter(Line.Damaged.class::isInstance).count();
  }

  /** Whether the last line is the rest of a write that was cut short. */
  public boolean torn() {
    return !lines.isEmpty() && lines.get(lines.size() - 1) instanceof Line.Torn;
  }

  /** Whether it has begun: an emptied one has not. */
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
