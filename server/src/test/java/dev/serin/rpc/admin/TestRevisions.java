package dev.serin.rpc.admin;

import dev.serin.control.Revision;
import dev.serin.split.Assignment;
import dev.serin.split.Split;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/** Revisions of a model that has one version. */
final class TestRevisions {
  private TestRevisions() {}

  static Revision numbered(long number) {
    return new Revision(
        "m",
        number,
        Split.all(1),
        Optional.empty(),
        1,
        Assignment.all("m", 1),
        new TreeSet<>(),
        new TreeSet<>(),
        Instant.ofEpochSecond(number),
        "author",
        "reason",
        "");
  }
}
