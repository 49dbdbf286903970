package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.judge.EvidenceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All evidence as one record in its own file, which is always written as a whole.
 *
 * <p>A file that is damaged or cannot be read is logged and moved aside to
 * {@code evidence.json.damaged-N}, and evidence starts from zero: a comparison can be repeated,
 * while a gateway that does not start serves no user. Rollouts that miss their evidence start
 * paused, with their candidate at 0.
 *
 * <p>Confined to one thread.
 */
public final class EvidenceFile implements EvidenceStore {
  /** The file's name in the state folder. */
  static final String FILE = "evidence.json";

  private static final Logger log = LoggerFactory.getLogger(EvidenceFile.class);

  private final StateFolder folder;
  private final Path file;

  private EvidenceFile(StateFolder folder) {
    this.folder = folder;
    this.file = folder.path().resolve(FILE);
  }

  /** Returns the file of a state folder, which the first save creates. */
  public static EvidenceFile of(StateFolder folder) {
    return new EvidenceFile(folder);
  }

  @Override
  public Saved load() {
    try {
      if (Lines.only(Files.readAllBytes(file)).map(StateFolder.RECORDS::read).orElse(null)
          instanceof Entry.Saved saved) {
        return new Saved(saved.clockMillis(), saved.evidence());
      }
      log.warn("{} is damaged ({}); evidence starts from zero", file, Folders.aside(file));
    } catch (NoSuchFileException e) {
      return Saved.NOTHING;
    } catch (IOException | RuntimeException e) {
      log.warn("{} cannot be read ({}); evidence starts from zero", file, Folders.aside(file), e);
    }
    return Saved.NOTHING;
  }

  @Override
  public void save(Saved all) throws IOException {
    folder.check();
    var entry = new Entry.Saved(all.clockMillis(), Map.copyOf(all.evidence()));
    Folders.replace(file, Lines.encode(StateFolder.RECORDS.write(entry)));
  }
}
