package dev.serin.cli.admin;

import dev.serin.cli.console.Console;
import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accepts the replaced files of a version. */
@Command(
    name = "accept",
    header = "Accept the current files of a version whose files were replaced.",
    footer = {
      "",
      "Example:",
      "  ./serin models accept fraud 1 --reason \"the disk was lost, this is its backup\"",
      "A version is REPLACED if its files differ from those that were admitted, and the",
      "gateway has no copy of those. Restore the admitted files if you can; otherwise",
      "this serves the current ones under the same number."
    })
final class ModelsAccept extends VersionCommand {
  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "refuse if its files have another hash (default: the one in `models list`)")
  private @Nullable String sha256;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the record")
  private String reason = "";

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "who makes the change (default: your login)")
  private @Nullable String author;

  ModelsAccept(Console console) {
    super(console);
  }

  @Override
  Model.Version run(SerinAdmin admin, String model, long version) {
    return admin.acceptVersion(
        model,
        version,
        sha256 == null ? files(admin, model, version) : sha256,
        author == null ? System.getProperty("user.name", "") : author,
        reason);
  }

  /** The hash of a version's current files; empty if there is no such version. */
  private static String files(SerinAdmin admin, String model, long version) {
    return admin.models().stream()
        .filter(each -> each.name().equals(model))
        .flatMap(each -> each.versions().stream())
        .filter(each -> each.number() == version)
        .map(Model.Version::sha256)
        .findFirst()
        .orElse("");
  }
}
