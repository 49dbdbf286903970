package dev.serin.journal;

import dev.serin.gate.Evidence;
import dev.serin.gate.EvidenceKey;
import dev.serin.gate.EvidenceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All evidence in one file, which is written anew as a whole.
 *
 * <p>A file that is damaged or cannot be read is logged and moved aside to
 * {@code evidence.json.damaged-N}, and the evidence begins anew: a comparison can be made again,
 * while a gateway that does not start serves nobody.
 *
 * <p>Confined to one thread.
 */
public final class EvidenceFile implements EvidenceStore {
  /** The file's name in the state folder. */
  static final String FILE = "evidence.json";

  private static final Logger log = LoggerFactory.getLogger(EvidenceFile.class);

  private final EvidenceJson json = new EvidenceJson();
  private final Path file;

  private EvidenceFile(Path file) {
    this.file = file;
  }

  /** Returns the file of a state folder, which is made when something is saved. */
  public static EvidenceFile of(StateFolder folder) {
    return new EvidenceFile(folder.path().resolve(FILE));
  }

  @Override
  public Map<EvidenceKey, Evidence> load() {
    try {
      return json.read(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | RuntimeException e) {
      log.warn("{} cannot be read, and the evidence begins anew: {}", file, aside(), e);
      return Map.of();
    }
  }

  @Override
  public void save(Map<EvidenceKey, Evidence> all) throws IOException {
    Folders.replace(file, json.write(all));
  }

  /** Moves the file out of the way, and says where it is. */
  private String aside() {
    try {
      var aside = Folders.free(file, ".damaged-");
      Files.move(file, aside);
      Folders.force(aside);
      return "it is " + aside + " now";
    } catch (IOException e) {
      return "it could not be moved aside (" + e + "), and will be overwritten";
    }
  }
}
