package dev.serin.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.serin.feedback.LabelVisitor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The files of seen labels: {@code labels/HOUR.seen} holds records of 16 bytes, two longs in
 * big-endian order, and only grows; {@code labels/dropped} holds the greatest hour dropped.
 */
final class LabelFiles {
  private static final String FOLDER = "labels";

  static final int RECORD_BYTES = 2 * Long.BYTES;
  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})\\.seen");

  private final Path folder;
  private final Path dropped;

  private LabelFiles(Path folder) {
    this.folder = folder;
    this.dropped = folder.resolve("dropped");
  }

  static LabelFiles open(Path state) throws IOException {
    var folder = state.resolve(FOLDER);
    Files.createDirectories(folder);
    Folders.force(folder);
    return new LabelFiles(folder);
  }

  /** Whether a state folder has a folder of labels, which may be empty. */
  static boolean exist(Path state) {
    return Files.exists(state.resolve(FOLDER));
  }

  /** Returns a file of labels in a state folder, if there is one. */
  static Optional<Path> any(Path state) throws IOException {
    if (!exist(state)) {
      return Optional.empty();
    }
    try (var files = Files.list(state.resolve(FOLDER))) {
      return files.findFirst();
    }
  }

  /** The hours that have a file, in ascending order. */
  List<Long> hours() throws IOException {
    try (var names = Files.list(folder)) {
      return names
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(name -> name.matches())
          .map(name -> Long.valueOf(name.group(1)))
          .sorted()
          .toList();
    }
  }

  /** Opens an hour's file for adding records; truncates an incomplete record. */
  FileChannel append(long hour) throws IOException {
    var channel = FileChannel.open(
        file(hour), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try {
      cut(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  /** Reads an hour's records; truncates an incomplete one. */
  void read(long hour, LabelVisitor visitor) throws IOException {
    try (var channel = FileChannel.open(file(hour), StandardOpenOption.WRITE)) {
      cut(channel);
    }
    long records = Files.size(file(hour)) / RECORD_BYTES;
    try (var input =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file(hour)), 1 << 16))) {
      for (long i = 0; i < records; i++) {
        visitor.seen(hour, input.readLong(), input.readLong());
      }
    }
  }

  void delete(long hour) throws IOException {
    Files.deleteIfExists(file(hour));
  }

  /** Forces the files of these hours, and their names, to disk; missing files are skipped. */
  void force(Collection<Long> hours) throws IOException {
    for (long hour : hours) {
      force(hour);
    }
  }

  /** The greatest hour dropped, if any was. */
  OptionalLong dropped() throws IOException {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(dropped, US_ASCII).strip()));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (NumberFormatException e) {
      throw new IOException(dropped + " (expected: hours since 1970): " + e.getMessage(), e);
    }
  }

  /** Writes to disk that an hour was dropped, unless a later one was. */
  void noteDropped(long hour) throws IOException {
    var before = dropped();
    if (before.isPresent() && before.getAsLong() >= hour) {
      return;
    }
    Folders.replace(dropped, (hour + "\n").getBytes(US_ASCII));
  }

  private Path file(long hour) {
    return folder.resolve(hour + ".seen");
  }

  private void force(long hour) throws IOException {
    try (var channel = FileChannel.open(file(hour), StandardOpenOption.WRITE)) {
      channel.force(false);
    } catch (NoSuchFileException e) {
      return; // dropped meanwhile, or never created
    }
    Folders.force(file(hour));
  }

  private static void cut(FileChannel channel) throws IOException {
    long part = channel.size() % RECORD_BYTES;
    if (part > 0) {
      channel.truncate(channel.size() - part);
    }
  }
}
