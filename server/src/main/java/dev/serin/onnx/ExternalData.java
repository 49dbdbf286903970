package dev.serin.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.serin.model.ModelLoadException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Where one tensor of a model is, if it is in another file. Confined to its caller. */
final class ExternalData {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final Map<String, String> entries = new HashMap<>();
  private boolean elsewhere;

  /** Takes one of the entries that say where: a message of a key and a value. */
  void entry(byte[] bytes) throws InvalidProtocolBufferException {
    var entry = UnknownFieldSet.parseFrom(bytes);
    entries.put(last(entry, KEY), last(entry, VALUE));
  }

  /** Takes whether it is in another file; entries count even if nothing says so. */
  void elsewhere(boolean is) {
    elsewhere = is;
  }

  /** Adds the file, with the bytes that it must have; throws if it may be outside of the folder. */
  void addTo(SortedMap<String, Long> files) throws ModelLoadException {
    if (elsewhere || !entries.isEmpty()) {
      files.merge(location(), end(), Math::max);
    }
  }

  private String location() throws ModelLoadException {
    var location = entries.getOrDefault("location", "");
    if (location.isEmpty() || !isInside(location)) {
      throw new ModelLoadException(
          "external data: '" + location
              + "' (expected: a file inside of the version's folder, such as model.onnx.data)",
          null);
    }
    return Path.of(location).normalize().toString().replace('\\', '/');
  }

  private static boolean isInside(String location) {
    try {
      var path = Path.of(location);
      for (var name : path) {
        if (name.toString().equals("..")) {
          return false;
        }
      }
      return !path.isAbsolute() && !location.contains("*") && !location.contains("\\");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private long end() throws ModelLoadException {
    try {
      long offset = number("offset");
      long length = number("length");
      if (offset < 0 || length < 0) {
        throw new NumberFormatException("negative");
      }
      return Math.addExact(offset, length);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new ModelLoadException(
          "external data: offset " + entries.get("offset") + ", length " + entries.get("length")
              + " (expected: whole numbers of bytes)",
          e);
    }
  }

  private long number(String key) {
    return Long.parseLong(entries.getOrDefault(key, "0"));
  }

  private static String last(UnknownFieldSet message, int field) {
    var values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.get(values.size() - 1).toString(UTF_8);
  }
}
