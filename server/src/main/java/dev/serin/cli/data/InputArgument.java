package dev.serin.cli.data;

import dev.serin.cli.console.VerbException;
import dev.serin.client.Datatype;
import dev.serin.client.Tensor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An input on the command line: {@code NAME=JSON} or {@code NAME=@FILE}. */
final class InputArgument {
  private static final Pattern SOURCE = Pattern.compile("(?s)\\s*(?:\\([^(]*)?\\[Source:.*");

  private InputArgument() {}

  /**
   * Returns the tensor; every failure is a usage error that names the input or the file.
   *
   * @param types the model's type of an input, if known; asked only for numbers without a stated
   *     type
   */
  static Tensor read(String argument, Function<String, Optional<Datatype>> types) {
    int equals = equals(argument);
    if (equals < 1) {
      throw VerbException.usage(
          "--input: " + argument + " (expected: NAME=@file.json or NAME=JSON)");
    }
    var name = argument.substring(0, equals);
    var value = argument.substring(equals + 1);
    boolean file = value.startsWith("@");
    var source = "--input " + name + (file ? "=" + value : "");
    try {
      var json = mapper().readTree(file ? content(value.substring(1)) : value);
      if (json.isMissingNode()) {
        throw new IllegalArgumentException("nothing (expected: a tensor as JSON)");
      }
      return TensorReader.read(name, json, types);
    } catch (NoSuchFileException e) {
      throw VerbException.usage(source + ": no such file");
    } catch (CharacterCodingException e) {
      throw VerbException.usage(source + ": not UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw VerbException.usage(source + ": cannot be read: " + e);
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw VerbException.usage(
          source + ":" + place.getLineNr() + ":" + place.getColumnNr() + ": not JSON: " + text(e));
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      // A message about a tensor begins with its name.
      throw VerbException.usage(source + ": "
          + (message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message));
    }
  }

  /**
   * Returns where the name ends. Names may contain the sign too, so it is the first one that a
   * value follows, or the first one if none does.
   */
  private static int equals(String argument) {
    int first = argument.indexOf('=');
    for (int at = first; at >= 0; at = argument.indexOf('=', at + 1)) {
      if (at > 0 && isValue(argument.substring(at + 1))) {
        return at;
      }
    }
    return first;
  }

  private static boolean isValue(String text) {
    if (text.startsWith("@")) {
      return true;
    }
    try {
      return !mapper().readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  /** The parser's message, without its internals. */
  private static String text(JacksonException e) {
    var text = SOURCE.matcher(String.valueOf(e.getOriginalMessage())).replaceFirst("");
    return text.startsWith("Trailing token") ? "more text after the value" : text;
  }

  private static String content(String file) throws IOException {
    return Files.readString(Path.of(file), StandardCharsets.UTF_8);
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }
}
