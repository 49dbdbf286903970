package dev.serin.cli.console;

import dev.serin.client.SplitRevision;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Revisions for programs and for people. */
public final class Revisions {
  private Revisions() {}

  /** Returns the revision as an object of all its parts. */
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

  /** Returns the revision as an object of what others must know of a new one. */
  public static Map<String, Object> brief(SplitRevision revision) {
    return Json.object(
        "model", revision.model(), "revision", revision.revision(), "split", revision.split());
  }

  /** Prints revisions as rows. */
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

  /** Returns a split as {@code split set} takes it. */
  public static String split(Map<Long, String> split) {
    return split.entrySet().stream()
        .map(share -> share.getKey() + "=" + share.getValue())
        .collect(Collectors.joining(" "));
  }
}
