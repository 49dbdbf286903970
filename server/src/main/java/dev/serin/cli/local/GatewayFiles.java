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

/** The options that say what a gateway serves. */
final class GatewayFiles {
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]*");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the configuration (default: serin.yaml beside the folder of models)")
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

  /** Whether the folder of models holds versions instead, and so is the folder of one model. */
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
      // There is nothing to say of a folder that cannot be listed.
      return false;
    }
  }

  /** The configuration; it may be missing only where nobody named it. */
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
