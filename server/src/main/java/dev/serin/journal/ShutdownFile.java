package dev.serin.journal;

import dev.serin.codec.Entry;
import dev.serin.codec.UnreadableException;
import dev.serin.control.CleanShutdown;
import dev.serin.control.ShutdownRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clean-shutdown marker: one record in its own file. An unreadable marker counts as a crash,
 * which takes users off candidates.
 *
 * <p>Confined to one thread.
 */
public final class ShutdownFile implements ShutdownRecord {
  /** The file's name in the state folder. */
  static final String FILE = "stopped.json";

  private static final Logger log = LoggerFactory.getLogger(ShutdownFile.class);

  private final Path file;
  private final Check check;

  /** Throws if a marker written now would not be found at the next start. */
  interface Check {
    void run() throws IOException;
  }

  ShutdownFile(Path file, Check check) {
    this.file = file;
    this.check = check;
  }

  /**
   * Returns the marker of a state folder. It is not written once the folder or its journal was
   * replaced while in use.
   */
  public static ShutdownFile of(StateFolder folder, Journal journal) {
    return new ShutdownFile(folder.path().resolve(FILE), journal::check);
  }

  @Override
  public void write(CleanShutdown shutdown) throws IOException {
    check.run();
    Folders.replace(file, Lines.encode(StateFolder.RECORDS.write(new Entry.Stopped(shutdown))));
  }

  @Override
  public Optional<CleanShutdown> take() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Files.delete(file);
    Folders.force(file);
    try {
      if (Lines.only(bytes).map(StateFolder.RECORDS::read).orElse(null)
          instanceof Entry.Stopped stopped) {
        return Optional.of(stopped.shutdown());
      }
      log.warn("{} is damaged; the last shutdown counts as a crash", file);
    } catch (UnreadableException e) {
      log.warn("{} cannot be read; the last shutdown counts as a crash", file, e);
    }
    return Optional.empty();
  }
}
