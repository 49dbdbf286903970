package dev.serin.journal;

import static dev.serin.split.Splits.split;

import dev.serin.access.Author;
import dev.serin.codec.Entry;
import dev.serin.control.Revision;
import dev.serin.gate.Moment;
import dev.serin.split.Assignment;
import dev.serin.split.Split;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Histories of one model for tests. */
final class Histories {
  static final Entry.Begun BEGUN = new Entry.Begun("0123456789abcdef");

  private Histories() {}

  /** Six revisions, with three versions, an absent one, and text of many kinds. */
  static List<Revision> six() {
    return of("1=1", "1=0.9 2=0.1", "1=0.5 2=0.5", "1=0.5 2=0.2 3=0.3", "1=0.5 2=0.3 3=0.2", "1=1");
  }

  static List<Revision> of(String... splits) {
    var history = new ArrayList<Revision>();
    var assignment = Assignment.all("digits", 1);
    Split previous = null;
    for (var text : splits) {
      var split = split(text);
      assignment = assignment.move(split, 1);
      history.add(new Revision(
          "digits",
          history.size() + 1,
          split,
          Optional.ofNullable(previous),
          1,
          assignment,
          new TreeSet<>(split.versions().contains(3L) ? Set.of(3L) : Set.of()),
          new TreeSet<>(split.versions()),
          Moment.of(Instant.parse("2025-01-02T03:04:05.678901Z").plusSeconds(history.size())),
          Author.of("ålice \"the\" {admin}"),
          "because\u2028用户 \\ 0 deadbeef {",
          "hash",
          Optional.empty(),
          /* unloaded= */ false));
      previous = split;
    }
    return history;
  }

  /** A journal's first line. */
  static byte[] begun() {
    return Lines.encode(StateFolder.RECORDS.write(BEGUN));
  }

  /** A journal with this history. */
  static byte[] bytes(List<Revision> history) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(begun());
    history.forEach(revision -> bytes.writeBytes(line(revision)));
    return bytes.toByteArray();
  }

  static byte[] line(Revision revision) {
    return Lines.encode(StateFolder.RECORDS.write(new Entry.Changed(revision)));
  }

  static Journal journal(Storage storage) {
    return new Journal(Path.of("state", "revisions.journal"), storage, BEGUN);
  }
}
