package dev.serin.cli.local;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Revisions;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.console.VerbGroup;
import dev.serin.client.SplitRevision;
import dev.serin.control.Revision;
import dev.serin.journal.Damage;
import dev.serin.journal.JournalFile;
import dev.serin.journal.Scan;
import dev.serin.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows, checks and repairs the journal of a state folder. */
@Command(
    name = "journal",
    header = "Show, check or repair the journal of a state folder.",
    synopsisSubcommandLabel = "(show | verify | repair)",
    footer = {"", "Example:", "  ./serin journal show models/.serin"})
public final class JournalVerb extends VerbGroup {
  private JournalVerb() {}

  public static CommandLine of(Console console) {
    return new CommandLine(new JournalVerb())
        .addSubcommand(new Show(console))
        .addSubcommand(new Verify(console))
        .addSubcommand(new Repair(console));
  }

  /** The argument of all three verbs. */
  private static final class Folder {
    @Parameters(paramLabel = "DIR", description = "the state folder, such as models/.serin")
    private Path path = Path.of("");

    /** Runs a task on the folder; a failure becomes one line. */
    <T> T with(Task<T> task) {
      try {
        return task.run(path);
      } catch (IOException e) {
        throw VerbException.refused(String.valueOf(e.getMessage()));
      }
    }
  }

  /** A task on a folder. */
  private interface Task<T> {
    T run(Path folder) throws IOException;
  }

  /** Shows the revisions. */
  @Command(
      name = "show",
      header = "Show every revision, oldest first. The gateway may be running.",
      footer = {"", "Example:", "  ./serin journal show models/.serin -o json"})
  private static final class Show implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private Folder folder = new Folder();

    private Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      var scan = folder.with(JournalFile::read);
      print(console, common, scan.revisions());
      problem(scan).ifPresent(text -> console.err().println("serin: " + text));
      return ExitCode.DONE;
    }
  }

  /** Checks the journal. */
  @Command(
      name = "verify",
      header = "Check that a gateway can start with the folder. One may be running.",
      footer = {
        "",
        "Example:",
        "  ./serin journal verify models/.serin",
        "Exits 1 if a gateway cannot start with the folder, and says why. A partial",
        "write at the end is not damage: it was never acknowledged, and the next start",
        "removes it."
      })
  private static final class Verify implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private Folder folder = new Folder();

    private Verify(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      var scan = folder.with(JournalFile::read);
      var problems = folder.with(JournalFile::problems);
      if (common.json()) {
        console.print(Json.line(Json.object(
            "dir", folder.path,
            "revisions", scan.revisions().size(),
            "torn", scan.torn(),
            "damaged", scan.damaged(),
            "damage", scan.damage().map(Verify::object),
            "problems", problems)));
      } else {
        console.print(folder.path + ": " + (problems.isEmpty() ? "ok" : "a gateway cannot start")
            + ", revisions: " + scan.revisions().size()
            + (scan.torn() ? "; a partial write stands at the end" : ""));
        problems.forEach(console::print);
      }
      return problems.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static Map<String, Object> object(Damage damage) {
      return Json.object(
          "line", damage.line(),
          "reason", damage.reason(),
          "repairable", damage.repairable());
    }
  }

  /** Repairs the journal. */
  @Command(
      name = "repair",
      header = "Remove damaged lines, keep a copy. Stop the gateway first.",
      footer = {"", "Example:", "  ./serin journal repair models/.serin"})
  private static final class Repair implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private Folder folder = new Folder();

    private Repair(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      var repair =
          folder.with(path -> JournalFile.repair(path, Clock.systemUTC().instant()));
      if (common.json()) {
        console.print(Json.line(Json.object(
            "dir", folder.path,
            "copy", repair.copy(),
            "inForce",
                repair.inForce().values().stream()
                    .map(revision -> Revisions.object(client(revision)))
                    .toList(),
            "warnings", repair.warnings())));
      } else {
        console.print(folder.path + ": " + (repair.changed() ? "repaired" : "nothing to repair")
            + repair
                .copy()
                .map(copy -> "; the original journal is kept as " + copy)
                .orElse(""));
        print(console, common, repair.inForce().values());
        repair.warnings().forEach(warning -> console.print("warning: " + warning));
      }
      return repair.remaining().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }
  }

  private static void print(Console console, CommonOptions common, Collection<Revision> revisions) {
    var shown = revisions.stream().map(JournalVerb::client).toList();
    if (common.json()) {
      shown.forEach(revision -> console.print(Json.line(Revisions.object(revision))));
    } else {
      Revisions.print(console, shown);
    }
  }

  /** The problem of a journal, if it has one. */
  private static Optional<String> problem(Scan scan) {
    return scan.damage()
        .map(damage -> "line " + damage.line() + " " + damage.reason())
        .or(() -> scan.torn()
            ? Optional.of("ok, except for a partial write at the end")
            : Optional.empty());
  }

  /** Returns the revision in the client library's form. */
  private static SplitRevision client(Revision revision) {
    return new SplitRevision(
        revision.model(),
        revision.number(),
        shares(revision.split()),
        revision.previous().map(JournalVerb::shares).orElse(new TreeMap<>()),
        revision.stable(),
        revision.assignment().salt(),
        revision.time(),
        revision.author().name(),
        revision.reason(),
        List.copyOf(revision.absent()));
  }

  private static SortedMap<Long, String> shares(Split split) {
    var shares = new TreeMap<Long, String>();
    split.shares().forEach(share -> shares.put(share.version(), share.share().toString()));
    return shares;
  }
}
