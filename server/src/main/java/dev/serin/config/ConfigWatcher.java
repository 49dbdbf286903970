package dev.serin.config;

import dev.serin.config.yaml.ParsedConfig;
import dev.serin.config.yaml.Problem;
import dev.serin.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Detects changes of a configuration file by its content.
 *
 * <p>Each content is passed on once, whether valid or not, and again only if the file was different
 * in between; invalid content leaves the former configuration in force. The first check passes on
 * the current content. A consumer that throws does not get the same content again.
 *
 * <p>Confined to the thread that calls {@link #tick}.
 */
public final class ConfigWatcher {
  private final Path file;
  private final ConfigFile parser;
  private final Consumer<GatewayConfig> valid;
  private final Consumer<List<Problem>> invalid;

  /** The content last seen, or the problems of an unreadable file. */
  private @Nullable Object lastSeen;

  /** Returns a watcher that has not checked the file yet. */
  public ConfigWatcher(
      Path file,
      ConfigFile parser,
      Consumer<GatewayConfig> valid,
      Consumer<List<Problem>> invalid) {
    this.file = file;
    this.parser = parser;
    this.valid = valid;
    this.invalid = invalid;
  }

  /** Checks the file once. */
  public void tick() {
    try {
      var content = YamlFile.content(file);
      if (isNew(ByteBuffer.wrap(content))) {
        hand(parser.parse(file.toString(), content));
      }
    } catch (IOException e) {
      ParsedConfig.Invalid<GatewayConfig> unreadable = YamlFile.unreadable(file, e);
      if (isNew(unreadable)) {
        hand(unreadable);
      }
    }
  }

  private boolean isNew(Object seen) {
    boolean differs = !seen.equals(lastSeen);
    lastSeen = seen;
    return differs;
  }

  private void hand(ParsedConfig<GatewayConfig> parsed) {
    if (parsed instanceof ParsedConfig.Valid<GatewayConfig> good) {
      valid.accept(good.config());
    } else if (parsed instanceof ParsedConfig.Invalid<GatewayConfig> bad) {
      invalid.accept(bad.problems());
    }
  }
}
