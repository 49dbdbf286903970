package dev.serin.triton;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads files of a model's folder, without following links. */
final class FolderFile {
  private static final Pattern NAME = Pattern.compile("[^/\\\\.][^/\\\\]*");

  private FolderFile() {}

  /** Whether a text is the name of a file, and not a path or that of a hidden one. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Returns the content of a file, which has at most this many bytes. */
  static byte[] read(Path file, int mostBytes) throws IOException {
    var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var channel = Files.newByteChannel(file, options);
        var in = Channels.newInputStream(channel)) {
      var bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw new IOException("more than " + mostBytes + " bytes");
      }
      return bytes;
    }
  }
}
