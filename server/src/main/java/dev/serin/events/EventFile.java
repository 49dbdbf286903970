package dev.serin.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of events that is put aside when it is full: renamed to the time of its first row, never
 * deleted, overwritten or appended to by another run.
 *
 * <p>Rows are written in groups. A group that the disk refuses is lost and counted, and no part of
 * it stays in the file; the next one is tried. Confined to one thread.
 */
final class EventFile {
  /** Creates an empty file for writing. */
  interface Opening {
    SeekableByteChannel open(Path file) throws IOException;
  }

  private static final Logger log = LoggerFactory.getLogger(EventFile.class);
  private static final int GROUP_BYTES = 1 << 16;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path file;
  private final long maxBytes;
  private final Opening opening;
  private final RowWriter writer = new RowWriter();
  private final byte[] header = writer.header();

  /** Rows that are not in the file yet. */
  private final ByteArrayOutputStream group = new ByteArrayOutputStream();

  private int groupRows;
  /** The file, or null before it is opened. */
  private @Nullable SeekableByteChannel channel;
  /** The length of the intact part of the file; that of the header if it is not open. */
  private long size = header.length;

  private long lost;
  private boolean failing;

  EventFile(Path file, long maxBytes) {
    this(file, maxBytes, EventFile::create);
  }

  EventFile(Path file, long maxBytes, Opening opening) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.opening = opening;
  }

  /** Puts an existing file aside, and starts a new one. */
  void open() throws IOException {
    if (Files.exists(file) && Files.size(file) > 0 && !hasHeaderOnly()) {
      Files.move(file, free(TIME.format(began())));
    }
    var opened = opening.open(file);
    try {
      writeAll(opened, header);
    } catch (IOException e) {
      try (opened) {
        opened.truncate(0);
      }
      throw e;
    }
    channel = opened;
    size = header.length;
  }

  /** Adds a row to the group; starts another file if this one would become too long. */
  void add(Event event) {
    var row = writer.row(event);
    boolean rows = groupRows > 0 || size > header.length;
    if (rows && size + group.size() + row.length > maxBytes) {
      close();
    } else if (group.size() > GROUP_BYTES) {
      flush();
    }
    group.writeBytes(row);
    groupRows++;
  }

  /** Writes the group, or counts its rows as lost. */
  void flush() {
    if (groupRows == 0) {
      return;
    }
    try {
      writeGroup();
      if (failing) {
        log.info("{}: writing again; {} rows were lost", file, lost);
      }
      failing = false;
    } catch (IOException e) {
      lost += groupRows;
      if (!failing) {
        log.warn("{}: cannot write; rows are lost until writing succeeds", file, e);
      }
      failing = true;
      cut();
    }
    group.reset();
    groupRows = 0;
  }

  /** Writes the group and closes the file; a later row starts another one. */
  void close() {
    flush();
    if (channel != null) {
      closeQuietly(channel);
    }
    channel = null;
    size = header.length;
  }

  /** The number of rows that the disk refused. */
  long lost() {
    return lost;
  }

  private void writeGroup() throws IOException {
    if (channel == null) {
      open();
    }
    if (channel != null) {
      writeAll(channel, group.toByteArray());
      size += group.size();
    }
  }

  private static void writeAll(SeekableByteChannel to, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  /** Removes a partly written group; a file that cannot be truncated ends there. */
  private void cut() {
    if (channel == null) {
      return;
    }
    try {
      channel.truncate(size);
    } catch (IOException e) {
      closeQuietly(channel);
      channel = null;
      size = header.length;
    }
  }

  private boolean hasHeaderOnly() throws IOException {
    return Files.size(file) == header.length && Arrays.equals(Files.readAllBytes(file), header);
  }

  /** Returns the time of the first row; of a file without rows, that of its last change. */
  private Instant began() throws IOException {
    try (var reader = EventReader.open(file)) {
      var row = reader.next();
      if (row != null) {
        return Instant.ofEpochMilli(row.timeMillis());
      }
    } catch (EventFormatException e) {
      log.warn("{}: put aside, but not a file of events: {}", file, e.getMessage());
    }
    return Files.getLastModifiedTime(file).toInstant();
  }

  /** Returns an unused name that contains this part. */
  private Path free(String part) {
    var free = sibling(file, part);
    for (int number = 2; Files.exists(free); number++) {
      free = sibling(file, part + "-" + number);
    }
    return free;
  }

  /** Returns a file beside another one, with a part added to its name before the extension. */
  static Path sibling(Path file, String part) {
    var name = String.valueOf(file.getFileName());
    int point = name.lastIndexOf('.');
    int end = point > 0 ? point : name.length();
    return file.resolveSibling(name.substring(0, end) + "-" + part + name.substring(end));
  }

  private static SeekableByteChannel create(Path file) throws IOException {
    return Files.newByteChannel(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void closeQuietly(SeekableByteChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.warn("cannot close a file of events", e);
    }
  }
}
