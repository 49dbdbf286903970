package dev.serin.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file as storage. Confined to one thread. */
final class FileStorage implements Storage {
  private final Path file;
  private final FileChannel channel;
  private final FileIdentity identity;
  private final StateFolder folder;

  private FileStorage(Path file, FileChannel channel, StateFolder folder) throws IOException {
    this.file = file;
    this.channel = channel;
    this.identity = FileIdentity.of(file);
    this.folder = folder;
  }

  /** Opens a file of a folder; a missing one is created, and its name forced to disk. */
  static FileStorage open(Path file, StateFolder folder) throws IOException {
    var channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    try {
      Folders.force(file);
      return new FileStorage(file, channel, folder);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public byte[] read() throws IOException {
    return Files.readAllBytes(file);
  }

  @Override
  public void append(byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void truncate(long length) throws IOException {
    channel.truncate(length);
  }

  @Override
  public void check() throws IOException {
    folder.check();
    identity.check(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
