package dev.serin.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The few open label files; the least recently used one is closed first. */
final class OpenLabelFiles {
  private static final int MOST = 8;

  private final LabelFiles files;
  private final Map<Long, FileChannel> channels = new LinkedHashMap<>(MOST, 0.75f, true);
  private final ByteBuffer record = ByteBuffer.allocate(LabelFiles.RECORD_BYTES);

  OpenLabelFiles(LabelFiles files) {
    this.files = files;
  }

  Set<Long> hours() {
    return channels.keySet();
  }

  /** Adds a record; after a failure the file is reopened, which truncates a partial record. */
  void append(long hour, long high, long low) throws IOException {
    record.clear().putLong(high).putLong(low).flip();
    var channel = channel(hour);
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (IOException e) {
      channels.remove(hour);
      channel.close();
      throw e;
    }
  }

  void close(long hour) throws IOException {
    var channel = channels.remove(hour);
    if (channel != null) {
      channel.close();
    }
  }

  private FileChannel channel(long hour) throws IOException {
    var channel = channels.get(hour);
    if (channel == null) {
      if (channels.size() == MOST) {
        close(channels.keySet().iterator().next());
      }
      channel = files.append(hour);
      channels.put(hour, channel);
    }
    return channel;
  }
}
