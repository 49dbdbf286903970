package dev.serin.journal;

import dev.serin.control.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the bytes of a journal. One for each reading. */
final class Scanner {
  /*
   * Each line was on disk before the next one was written. So a write that was cut short can only
   * have left one bad line, the last one, and whatever stands behind a bad line means damage of
   * another kind. A line whose line break was lost would swallow the next one and look like a bad
   * last line; therefore every end of a bad last line is tried as a line, too.
   */
  private final RevisionJson json = new RevisionJson();
  private final byte[] bytes;
  private final List<Revision> revisions = new ArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();

  Scanner(byte[] bytes) {
    this.bytes = bytes;
  }

  Scan scan() {
    int start = 0;
    while (start < bytes.length) {
      int end = lineEnd(start);
      var reason = end == bytes.length ? Optional.of("is cut short") : take(start, end);
      if (reason.isPresent()) {
        return new Scan(revisions, start, Optional.of(damage(start, reason.get())));
      }
      start = end + 1;
    }
    return new Scan(revisions, start, Optional.empty());
  }

  /** Takes a line as the next revision, or returns why it is none. */
  private Optional<String> take(int start, int end) {
    var text = Lines.decode(bytes, start, end);
    if (text.isEmpty()) {
      return Optional.of("does not fit its checksum");
    }
    Revision revision;
    try {
      revision = json.read(text.get());
    } catch (RuntimeException e) {
      return Optional.of("is not a revision that this release can read: " + e.getMessage());
    }
    long expected = numbers.getOrDefault(revision.model(), 0L) + 1;
    if (revision.number() != expected) {
      return Optional.of("is " + revision.model() + " revision " + revision.number()
          + " (expected: " + expected + ")");
    }
    numbers.put(revision.model(), expected);
    revisions.add(revision);
    return Optional.empty();
  }

  private Damage damage(int start, String reason) {
    var readable = new ArrayList<Revision>();
    int lines = 0;
    boolean whole = false;
    for (int from = start; from < bytes.length; from = lineEnd(from) + 1) {
      var text = anyEnd(from, lineEnd(from));
      whole |= text.isPresent() && lineEnd(from) < bytes.length;
      text.flatMap(this::revision).ifPresent(readable::add);
      lines++;
    }
    return new Damage(revisions.size() + 1, reason, lines == 1 && !whole, lines, readable);
  }

  /** The text of the longest end of a line that fits a checksum. */
  private Optional<byte[]> anyEnd(int start, int end) {
    for (int from = start; from < end; from++) {
      var text = Lines.decode(bytes, from, end);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private Optional<Revision> revision(byte[] text) {
    try {
      return Optional.of(json.read(text));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The index of the line break that ends the line, or the length if there is none. */
  private int lineEnd(int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != Lines.END) {
      end++;
    }
    return end;
  }
}
