package dev.serin.config.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads YAML files of one kind: every mistake of a file at once, each with its line and column.
 *
 * <p>Thread-safe: it keeps no state of a file.
 */
public final class YamlFile<T> {
  /** The largest file in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private final BiFunction<Node, Problems, T> reader;

  /**
   * Returns a reader of files whose root is read by {@code reader}; its result is ignored if there
   * are problems.
   */
  public YamlFile(BiFunction<Node, Problems, T> reader) {
    this.reader = reader;
  }

  /** Returns the content of a file; if it cannot be read, that is its only problem. */
  public ParsedConfig<T> read(Path file) {
    try {
      return parse(file.toString(), content(file));
    } catch (IOException e) {
      return unreadable(file, e);
    }
  }

  /** Parses the content of a file, which must be UTF-8. */
  public ParsedConfig<T> parse(String fileName, byte[] content) {
    if (content.length > MAX_BYTES) {
      return invalid(fileName, 0, 0, "file: too large (expected: at most " + MAX_BYTES + " bytes)");
    }
    var bytes = ByteBuffer.wrap(content);
    var text = CharBuffer.allocate(content.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError()) {
      var position = new TextPosition();
      text.flip().codePoints().forEach(position::advance);
      return invalid(
          fileName, position.line(), position.column(), "byte: not UTF-8 (expected: UTF-8)");
    }
    return parse(fileName, text.flip().toString());
  }

  /** Parses a text; the name is for the problems. */
  public ParsedConfig<T> parse(String fileName, String text) {
    var problems = new Problems(fileName);
    var config = YamlTree.read(text, problems).map(root -> reader.apply(root, problems));
    return config.isPresent() && problems.count() == 0
        ? new ParsedConfig.Valid<>(config.get())
        : new ParsedConfig.Invalid<>(problems.inOrder());
  }

  /** Returns the bytes of a file; at most one more than {@link #MAX_BYTES}. */
  public static byte[] content(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  /** Returns the problem of an unreadable file. */
  public static <T> ParsedConfig.Invalid<T> unreadable(Path file, IOException e) {
    var what = e instanceof NoSuchFileException ? "missing" : e.toString();
    return invalid(file.toString(), 0, 0, "file: " + what + " (expected: a readable file)");
  }

  private static <T> ParsedConfig.Invalid<T> invalid(
      String fileName, int line, int column, String message) {
    var problems = new Problems(fileName);
    problems.add(line, column, message);
    return new ParsedConfig.Invalid<>(problems.inOrder());
  }
}
