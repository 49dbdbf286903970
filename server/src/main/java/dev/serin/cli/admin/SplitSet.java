package dev.serin.cli.admin;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Revisions;
import dev.serin.cli.console.VerbException;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the split. The gateway checks the sum; this only parses the shares. */
@Command(
    name = "set",
    header = "Change the split; it is in force for new calls when this returns.",
    footer = {
      "",
      "Examples:",
      "  ./serin split set digits 1=0.9 2=0.1 --reason \"first users\"",
      "  ./serin split set digits 1=1 --reason \"back to version 1\"",
      "Shares are exact decimals and sum to exactly 1; a version left out gets 0."
    })
final class SplitSet implements Callable<Integer> {
  private static final Pattern SHARE =
      Pattern.compile("([1-9][0-9]{0,17})=([0-9]+(?:\\.[0-9]{1,18})?)");

  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private AdminPort port = new AdminPort();

  @Parameters(index = "0", paramLabel = "MODEL", description = "the model's name")
  private String model = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "V=SHARE",
      description = "a version and its share, such as 2=0.1")
  private List<String> shares = List.of();

  @Option(
      names = "--stable",
      paramLabel = "V",
      description =
          "the stable version (default: unchanged while it has a share, else the largest share)")
  private @Nullable Long stable;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the journal")
  private String reason = "";

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change (default: your login)")
  private @Nullable String author;

  @Option(
      names = "--expect-revision",
      paramLabel = "N",
      description = "refuse unless this revision is in force")
  private @Nullable Long expectedRevision;

  @Option(
      names = "--force",
      description = "allow a version that never served to gain more than 0.5 at once")
  private boolean force;

  SplitSet(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var change = change();
    return port.call(console, admin -> {
      if (common.json()) {
        console.print(Json.line(Revisions.brief(admin.setSplit(change))));
      } else {
        print(before(admin), admin.setSplit(change));
      }
      return ExitCode.DONE;
    });
  }

  /** Prints the new revision, or says that the same split was in force already. */
  private void print(Optional<SplitRevision> before, SplitRevision revision) {
    if (before.filter(old -> old.revision() == revision.revision()).isPresent()) {
      console.print("nothing changed; " + revision.model() + " is already at revision "
          + revision.revision() + ": " + Revisions.split(revision.split())
          + ", stable " + revision.stable());
      return;
    }
    print(revision);
    printStable(revision, before.filter(old -> old.revision() == revision.revision() - 1));
  }

  private void print(SplitRevision revision) {
    console.print(revision.model() + " is at revision " + revision.revision() + ": "
        + Revisions.split(revision.split()) + ", stable " + revision.stable()
        + before(revision.previousSplit()));
  }

  /** Points out effects on stable that may not be intended. */
  private void printStable(SplitRevision revision, Optional<SplitRevision> before) {
    long now = revision.stable();
    before
        .filter(old -> old.stable() != now)
        .ifPresent(old -> console.print(
            "stable changed from " + old.stable() + " to " + now + " (--stable V chooses it)"));
    var largest = revision.split().values().stream()
        .map(BigDecimal::new)
        .max(Comparator.naturalOrder())
        .orElse(BigDecimal.ZERO);
    var share = new BigDecimal(revision.split().getOrDefault(now, "0"));
    if (share.compareTo(largest) < 0) {
      console.print("stable is " + now + ", whose share is not the largest; calls without a user id"
          + " get it (--stable V chooses another)");
    }
  }

  /** Returns the revision in force; empty if it is unknown, which only loses a remark. */
  private Optional<SplitRevision> before(SerinAdmin admin) {
    try {
      return Optional.of(admin.split(model));
    } catch (SerinException e) {
      if (e.unreachable()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static String before(SortedMap<Long, String> split) {
    return split.isEmpty() ? "" : " (before: " + Revisions.split(split) + ")";
  }

  private SplitChange change() {
    var change = SplitChange.of(model, split())
        .author(author == null ? System.getProperty("user.name", "") : author)
        .reason(reason)
        .force(force);
    if (stable != null) {
      change.stable(stable);
    }
    if (expectedRevision != null) {
      change.expectedRevision(expectedRevision);
    }
    return change.build();
  }

  private SortedMap<Long, String> split() {
    var split = new TreeMap<Long, String>();
    for (var text : shares) {
      var share = SHARE.matcher(text);
      if (!share.matches() || new BigDecimal(share.group(2)).compareTo(BigDecimal.ONE) > 0) {
        throw VerbException.usage("split: " + text + " (expected: VERSION=SHARE such as 2=0.1, the"
            + " share from 0 to 1 with at most 18 digits after the point)");
      }
      if (split.put(Long.parseLong(share.group(1)), share.group(2)) != null) {
        throw VerbException.usage("split: " + String.join(" ", shares) + " (expected: version "
            + share.group(1) + " only once)");
      }
    }
    return split;
  }
}
