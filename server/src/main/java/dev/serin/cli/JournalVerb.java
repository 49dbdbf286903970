package dev.serin.cli;

import dev.serin.client.SplitRevision;
import dev.serin.control.Revision;
import dev.serin.journal.Damage;
import dev.serin.journal.JournalFile;
import dev.serin.journal.Scan;
import dev.serin.split.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks after the journal of a state folder. */
@Command(
    name = "journal",
    header = "Show, check or repair the journal of a state folder.",
    synopsisSubcommandLabel = "(show | verify | repair)",
    footer = {"", "Example:", "  ./serin journal show models/.serin"})
final class JournalVerb extends VerbGroup {
  private JournalVerb() {}

  static CommandLine of(Console console) {
    return new CommandLine(new JournalVerb())
        .addSubcommand(new Show(console))
        .addSubcommand(new Verify(console))
        .addSubcommand(new Repair(console));
  }

  /** The argument of all three. */
  private static final class Folder {
    @Parameters(paramLabel = "DIR", description = "the state folder, such as models/.serin")
    private Path path = Path.of("");

    /** Does something with the folder; a failure becomes one line. */
    <T> T with(Task<T> task) {
      try {
        return task.run(path);
      } catch (IOException e) {
        throw VerbException.refused(String.valueOf(e.getMessage()));
      }
    }
  }

  /** What is done with a folder. */
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
      scan.damage().ifPresent(damage -> console.err().println("serin: " + text(damage)));
      return ExitCode.DONE;
    }
  }

  /** Checks the journal. */
  @Command(
      name = "verify",
      header = "Check that every revision can be read. The gateway may be running.",
      footer = {
        "",
        "Example:",
        "  ./serin journal verify models/.serin",
        "Ends with 1 if the journal is damaged. The rest of a write that was cut short is no damage:",
        "it was never acknowledged, and the next start cuts it off."
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
      if (common.json()) {
        console.print(Json.line(Json.object(
            "dir", folder.path,
            "revisions", scan.revisions().size(),
            "damage", scan.damage().map(Verify::object))));
      } else {
        console.print(text(scan));
      }
      return scan.damage().filter(damage -> !damage.torn()).isPresent()
          ? ExitCode.REFUSED
          : ExitCode.DONE;
    }

    private String text(Scan scan) {
      int whole = scan.revisions().size();
      return scan.damage()
          .map(damage -> folder.path + ": " + JournalVerb.text(damage) + "; whole before it: "
              + whole + (damage.torn() ? "" : " (./serin journal repair " + folder.path + ")"))
          .orElse(folder.path + ": ok, revisions: " + whole);
    }

    private static Map<String, Object> object(Damage damage) {
      return Json.object(
          "line", damage.line(),
          "reason", damage.reason(),
          "torn", damage.torn(),
          "lines", damage.lines());
    }
  }

  /** Repairs the journal. */
  @Command(
      name = "repair",
      header = "Keep what is before the damage, and a copy of everything. Stop the gateway first.",
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
      var repair = folder.with(JournalFile::repair);
      if (common.json()) {
        console.print(Json.line(Json.object(
            "dir", folder.path,
            "copy", repair.copy(),
            "inForce",
                repair.inForce().values().stream()
                    .map(revision -> Revisions.object(client(revision)))
                    .toList(),
            "warnings", repair.warnings())));
        return ExitCode.DONE;
      }
      console.print(repair
          .copy()
          .map(copy -> folder.path + ": repaired; the whole file is kept as " + copy)
          .orElse(folder.path + ": nothing to repair"));
      print(console, common, repair.inForce().values());
      repair.warnings().forEach(warning -> console.print("warning: " + warning));
      return ExitCode.DONE;
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

  private static String text(Damage damage) {
    return (damage.torn() ? "the rest of a write that was cut short, line " : "damage from line ")
        + damage.line() + ": " + damage.reason();
  }

  /** Returns the revision as a gateway would answer it. */
  private static SplitRevision client(Revision revision) {
    return new SplitRevision(
        revision.model(),
        revision.number(),
        shares(revision.split()),
        revision.previous().map(JournalVerb::shares).orElse(new TreeMap<>()),
        revision.stable(),
        revision.assignment().salt(),
        revision.time(),
        revision.author(),
        revision.reason(),
        List.copyOf(revision.absent()));
  }

  private static SortedMap<Long, String> shares(Split split) {
    var shares = new TreeMap<Long, String>();
    split.shares().forEach(share -> shares.put(share.version(), share.share().toString()));
    return shares;
  }
}
