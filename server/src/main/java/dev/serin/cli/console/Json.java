package dev.serin.cli.console;

import dev.serin.client.Datatype;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Writes one object as one line of JSON: maps, collections, strings, numbers, booleans and
 * optionals. Numbers that JSON lacks (NaN, Infinity, -Infinity) become strings, absent values null,
 * enum constants except {@link Datatype} their lower-case name, and other objects their
 * {@code toString()}.
 */
public final class Json {
  private final StringBuilder line = new StringBuilder();

  private Json() {}

  /** Returns an object with these fields in order, each name followed by its value. */
  public static Map<String, Object> object(Object... fields) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < fields.length; i += 2) {
      object.put(fields[i].toString(), fields[i + 1]);
    }
    return object;
  }

  public static String line(Map<String, ?> object) {
    var json = new Json();
    json.write(object);
    return json.line.toString();
  }

  private void write(Object value) {
    if (value instanceof Map<?, ?> object) {
      writeObject(object);
    } else if (value instanceof Collection<?> array) {
      writeArray(array);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresentOrElse(this::write, () -> line.append("null"));
    } else if (value instanceof OptionalDouble optional) {
      optional.ifPresentOrElse(this::write, () -> line.append("null"));
    } else if (value instanceof OptionalLong optional) {
      optional.ifPresentOrElse(this::write, () -> line.append("null"));
    } else if (value instanceof Boolean || isFinite(value)) {
      line.append(value);
    } else {
      writeText(text(value));
    }
  }

  private static boolean isFinite(Object value) {
    boolean real = value instanceof Double || value instanceof Float;
    return value instanceof Number number && (!real || Double.isFinite(number.doubleValue()));
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant && !(value instanceof Datatype)
        ? constant.name().toLowerCase(Locale.ROOT)
        : value.toString();
  }

  private void writeObject(Map<?, ?> object) {
    line.append('{');
    var separator = "";
    for (var entry : object.entrySet()) {
      line.append(separator);
      writeText(String.valueOf(entry.getKey()));
      line.append(':');
      write(entry.getValue());
      separator = ",";
    }
    line.append('}');
  }

  private void writeArray(Collection<?> array) {
    line.append('[');
    var separator = "";
    for (var element : array) {
      line.append(separator);
      write(element);
      separator = ",";
    }
    line.append(']');
  }

  private void writeText(String text) {
    line.append('"');
    text.codePoints().forEach(this::writeCharacter);
    line.append('"');
  }

  /** An unpaired surrogate has no UTF-8 form, so it is escaped like a control character. */
  private void writeCharacter(int codePoint) {
    if (codePoint == '"' || codePoint == '\\') {
      line.append('\\').append((char) codePoint);
    } else if (codePoint < ' '
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
      line.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
    } else {
      line.appendCodePoint(codePoint);
    }
  }
}
