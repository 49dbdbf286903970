package dev.serin.cli;

import dev.serin.cli.console.VerbGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command without a verb. */
@Command(
    name = "serin",
    header = "Serves two versions of a model side by side behind one call.",
    synopsisSubcommandLabel = "VERB",
    versionProvider = RootVerb.Version.class,
    commandListHeading = "%nVerbs (details: ./serin VERB --help):%n",
    footer = {
      "",
      "Example, in two terminals:",
      "  ./serin serve",
      "  ./serin predict digits --user alice --row 17",
      "Exit codes: 0 done, 1 refused, 64 usage error, 69 no gateway, 70 internal error."
    })
final class RootVerb extends VerbGroup {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "show the version")
  private boolean version;

  /** Returns the versions of Serin and Java. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var serin = RootVerb.class.getPackage().getImplementationVersion();
      return new String[] {
        "serin " + (serin == null ? "(not packaged)" : serin) + ", Java " + Runtime.version()
      };
    }
  }
}
