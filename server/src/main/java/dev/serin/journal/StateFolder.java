package dev.serin.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.serin.codec.Records;
import dev.serin.codec.Release;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder with the durable state of one gateway. While it is open no other process, and no other
 * part of this one, can open it.
 */
public final class StateFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateFolder.class);
  /** Writes and reads the records of all files. */
  static final Records RECORDS = new Records(Release.name());

  private static final String LOCK = "lock";
  private static final String TEMPORARY = "tmp";
  private static final Pattern PID = Pattern.compile("[0-9]+");

  /** More digits than any process id has. */
  private static final int PID_DIGITS = 20;

  private static final int ID_BYTES = 8;

  private final Path path;
  private final FileChannel lock;
  private final FileIdentity identity;

  private StateFolder(Path path, FileChannel lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.identity = FileIdentity.of(path.resolve(LOCK));
  }

  /**
   * Opens a folder, and creates it if missing.
   *
   * @throws IOException if it cannot be created or written, or another gateway uses it; the message
   *     says which
   */
  public static StateFolder open(Path path) throws IOException {
    FileChannel lock;
    try {
      OwnerOnly.create(path);
      lock = FileChannel.open(
          path.resolve(LOCK),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException("state: " + path + " (expected: a writable folder): " + e, e);
    }
    try {
      if (locked(lock)) {
        sign(lock);
        return new StateFolder(path, lock);
      }
    } catch (IOException e) {
      lock.close();
      throw new IOException("state: " + path + " (expected: a folder that can be locked): " + e, e);
    }
    var holder = holder(lock);
    lock.close();
    throw new IOException("state: " + path + " is in use by " + holder
        + " (expected: a folder not in use; stop that gateway first, or choose another folder)");
  }

  public Path path() {
    return path;
  }

  /**
   * Creates the folder for temporary files, or empties it: a killed process leaves its own.
   *
   * @throws IOException if that fails
   */
  public void clearTemporary() throws IOException {
    var folder = path.resolve(TEMPORARY);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    OwnerOnly.create(folder);
  }

  /** The folder for temporary files. */
  public Path temporary() {
    return path.resolve(TEMPORARY);
  }

  /** Throws if the folder is no longer the one that was opened. */
  void check() throws IOException {
    identity.check(path.resolve(LOCK));
  }

  /**
   * Throws if the journal is missing beside other state. Labels missing beside a journal are only
   * logged: no decision is lost with them.
   */
  void checkJournal() throws IOException {
    refuse(new FolderCheck(path).journal());
    if (Files.exists(path.resolve(Journal.FILE)) && !LabelFiles.exist(path)) {
      log.warn("{}: the labels are missing; labels that are sent again count again", path);
    }
  }

  /** Throws if the file of versions is missing beside a journal. */
  void checkVersions() throws IOException {
    refuse(new FolderCheck(path).versions());
  }

  private static void refuse(Optional<String> problem) throws IOException {
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
  }

  /** Returns an unguessable id. */
  static String newId() {
    var bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Unlocks the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** Writes the id of this process into the lock, for messages of other processes. */
  private static void sign(FileChannel lock) {
    try {
      lock.truncate(0);
      lock.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
    } catch (IOException e) {
      // On a full disk, for example. Then messages of other processes lack the id.
      log.debug("cannot write the process id to the lock", e);
    }
  }

  private static String holder(FileChannel lock) {
    var text = ByteBuffer.allocate(PID_DIGITS);
    try {
      lock.read(text, 0);
    } catch (IOException e) {
      log.debug("cannot read the lock", e);
    }
    var pid = US_ASCII.decode(text.flip()).toString().strip();
    return PID.matcher(pid).matches() ? "another gateway, with pid " + pid : "another gateway";
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
