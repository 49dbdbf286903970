package dev.serin.journal;

import dev.serin.control.PhaseTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a gateway leaves at an orderly end: a file that tells the next one that there was one. One
 * that cannot be read counts as a crash.
 *
 * <p>Confined to one thread.
 */
final class Left {
  /** The file's name in the state folder. */
  static final String FILE = "stopped.json";

  private static final Logger log = LoggerFactory.getLogger(Left.class);
  private static final TypeReference<TreeMap<String, PhaseTime>> TIMES = new TypeReference<>() {};

  private final JsonMapper mapper = StrictJson.mapper();
  private final Path file;

  Left(Path file) {
    this.file = file;
  }

  void write(SortedMap<String, PhaseTime> times) throws IOException {
    Folders.replace(file, mapper.writeValueAsBytes(times));
  }

  /** It is gone from disk when this returns. */
  Optional<SortedMap<String, PhaseTime>> take() throws IOException {
    try {
      var bytes = Files.readAllBytes(file);
      Files.delete(file);
      Folders.force(file);
      return Optional.of(new TreeMap<>(Map.copyOf(mapper.readValue(bytes, TIMES))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      log.warn("{} cannot be read; the last end is taken for a crash", file, e);
      return Optional.empty();
    }
  }
}
