package dev.serin.cli.local;

import dev.serin.cli.console.Home;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.console.WholePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the configuration and the models of a gateway. */
final class GatewayFiles {
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]*");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the configuration file (default: serin.yaml beside the folder of models)")
  private @Nullable Path config;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "the folder of models (default: the sample models)")
  private @Nullable Path models;

  /** The folder of models. */
  Path models() {
    return WholePath.of(models == null ? Home.folder().resolve("models/repository") : models);
  }

  /** Whether the folder of models holds versions, and so is the folder of one model. */
  boolean ofOneModel() {
    try (var children = Files.newDirectoryStream(models(), "[1-9]*")) {
      for (var child : children) {
        if (VERSION.matcher(child.getFileName().toString()).matches()
            && Files.exists(child.resolve("model.onnx"))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // Unknown, because the folder cannot be listed.
      return false;
    }
  }

  /** The configuration file; it must exist if --config names it. */
  Path config() {
    if (config == null) {
      return models().resolveSibling("serin.yaml");
    }
    if (Files.notExists(config)) {
      throw VerbException.usage("--config: " + config + " (expected: a file that exists)");
    }
    return WholePath.of(config);
  }
}
