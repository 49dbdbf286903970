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
 * Notices when a configuration file says something new, by its content.
 *
 * <p>Each content is handed over once, whether it is in order or not, and never a second time until
 * the file was different in between; what was in force before a mistake stays so. The first look
 * hands over what is there. A consumer that throws is not asked again about the same content.
 *
 * <p>Confined to the thread that calls {@link #tick}.
 */
public final class ConfigWatcher {
  private final Path file;
  private final ConfigFile parser;
  private final Consumer<GatewayConfig> valid;
  private final Consumer<List<Problem>> invalid;

  /** The content last seen, or the problems of a file that could not be read. */
  private @Nullable Object lastSeen;

  /** Makes a watcher that has not looked yet. */
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

  /** Looks at the file once. */
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
