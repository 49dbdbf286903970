package dev.serin.cli.console;

import dev.serin.client.SplitRevision;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows revisions as JSON or as a table. */
public final class Revisions {
  private Revisions() {}

  /** Returns all fields of a revision. */
  public static Map<String, Object> object(SplitRevision revision) {
    var object = brief(revision);
    object.putAll(Json.object(
        "stable", revision.stable(),
        "salt", revision.salt(),
        "author", revision.author(),
        "reason", revision.reason(),
        "time", revision.time(),
        "previousSplit", revision.previousSplit(),
        "absent", revision.absent()));
    return object;
  }

  /** Returns the fields that identify a new revision. */
  public static Map<String, Object> brief(SplitRevision revision) {
    return Json.object(
        "model", revision.model(), "revision", revision.revision(), "split", revision.split());
  }

  /** Prints revisions as a table. */
  public static void print(Console console, List<SplitRevision> revisions) {
    var table = new Table("MODEL", "REVISION", "SPLIT", "STABLE", "TIME", "AUTHOR", "REASON");
    for (var revision : revisions) {
      table.add(
          revision.model(),
          Long.toString(revision.revision()),
          split(revision.split()),
          Long.toString(revision.stable()),
          revision.time().toString(),
          revision.author(),
          revision.reason());
    }
    table.print(console);
  }

  /** Returns a split in the syntax of {@code split set}. */
  public static String split(Map<Long, String> split) {
    return split.entrySet().stream()
        .map(share -> share.getKey() + "=" + share.getValue())
        .collect(Collectors.joining(" "));
  }
}
