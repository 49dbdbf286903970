package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.codec.Entry;
import dev.serin.codec.Format0;
import dev.serin.codec.Records;
import dev.serin.codec.UnreadableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the bytes of a journal, once. */
final class Scanner {
  /*
   * Each line was on disk before the next one was written, with its line break last. So an
   * interrupted write can only leave a last line without its line break, and any other line that
   * does not match its checksum is damage: dropping it could undo a rollback. A last line that is
   * complete except for its line break was written, and counts; one whose last byte is not a line
   * break has a damaged one, which no write leaves.
   *
   * A lost line break joins two lines; so the beginnings and ends of a damaged line are tried as
   * lines too.
   */
  private final byte[] bytes;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();
  /** Models whose next number may skip, as lines were removed since their last one. */
  private final Set<String> repaired = new HashSet<>();
  /** Whether lines may be missing before the first one of a model. */
  private boolean missed;

  Scanner(byte[] bytes) {
    this.bytes = bytes;
  }

  Scan scan() {
    for (int start = 0; start < bytes.length; ) {
      int end = lineEnd(start);
      lines.add(end < bytes.length ? line(start, end) : last(start));
      start = end + 1;
    }
    return new Scan(lines, repaired);
  }

  private Line line(int start, int end) {
    var text = Lines.decode(bytes, start, end);
    if (text.isPresent()) {
      return read(text.get());
    }
    // The next revisions may skip the number of this one.
    mayMiss();
    return new Line.Damaged("does not match its checksum", hidden(start, end));
  }

  private Line last(int start) {
    var text = Lines.decode(bytes, start, bytes.length);
    if (text.isPresent()) {
      return read(text.get());
    }
    return Lines.decode(bytes, start, bytes.length - 1)
        .<Line>map(whole -> new Line.Damaged("has a damaged line break", List.of(text(whole))))
        .orElseGet(Line.Torn::new);
  }

  private Line read(byte[] text) {
    Entry entry;
    try {
      entry = entry(text);
    } catch (UnreadableException e) {
      return new Line.Odd(text(text), e.getMessage());
    }
    var line = text(text);
    return misplaced(entry, line).orElseGet(() -> new Line.Whole(line, entry));
  }

  /** Returns the entry of a line of any format. */
  static Entry entry(byte[] text) {
    return Records.hasFormat(text)
        ? StateFolder.RECORDS.read(text)
        : new Entry.Changed(Format0.revision(text));
  }

  /** Records an entry; returns the reason if it is misplaced. */
  private Optional<Line> misplaced(Entry entry, String line) {
    if (entry instanceof Entry.Repaired) {
      mayMiss();
    } else if (entry instanceof Entry.Changed changed) {
      var revision = changed.revision();
      long last = numbers.getOrDefault(revision.model(), 0L);
      var reason = "is " + revision.model() + " revision " + revision.number() + " (expected: "
          + (last + 1) + ")";
      if (revision.number() <= last) {
        return Optional.of(new Line.Damaged(reason, List.of()));
      }
      boolean skips = last == 0 ? missed : repaired.contains(revision.model());
      numbers.put(revision.model(), revision.number());
      repaired.remove(revision.model());
      if (revision.number() > last + 1 && !skips) {
        // The line before it is missing.
        return Optional.of(new Line.Damaged(reason, List.of(line)));
      }
    } else if (!(entry instanceof Entry.Begun) || !lines.isEmpty()) {
      return Optional.of(new Line.Damaged("is a record of another file, or misplaced", List.of()));
    }
    return Optional.empty();
  }

  /** Allows the next number of each model to skip. */
  private void mayMiss() {
    missed = true;
    repaired.addAll(numbers.keySet());
  }

  /** Returns the texts of the lines at both ends of a damaged line. */
  private List<String> hidden(int start, int end) {
    var found = new ArrayList<String>();
    int rest = start;
    for (int to = end - 1; to > start && rest == start; to--) {
      var text = Lines.decode(bytes, start, to);
      if (text.isPresent()) {
        found.add(text(text.get()));
        rest = to;
      }
    }
    for (int from = rest + 1; from < end; from++) {
      var text = Lines.decode(bytes, from, end);
      if (text.isPresent()) {
        found.add(text(text.get()));
        break;
      }
    }
    return found;
  }

  private static String text(byte[] text) {
    return new String(text, UTF_8);
  }

  /** Returns the index of the line break that ends the line, or the length if there is none. */
  private int lineEnd(int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != Lines.END) {
      end++;
    }
    return end;
  }
}
