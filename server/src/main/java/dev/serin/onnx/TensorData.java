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

/**
 * The size of one tensor of a model, and its file if it is in another one. Confined to its caller.
 */
final class TensorData {
  /** The smallest elements are of two bits. */
  private static final long ELEMENTS_PER_BYTE = 4;

  private static final int KEY = 1;
  private static final int VALUE = 2;

  private final Map<String, String> entries = new HashMap<>();
  private boolean elsewhere;
  private long elements = 1;
  private long elementsOfShape = 1;
  private long heldBytes;
  private long type;
  private String name = "";

  /** Adds the size of the next dimension. */
  void dimension(long size) {
    elements = times(elements, size);
  }

  private static long times(long elements, long size) {
    boolean fits = size >= 0 && (size == 0 || elements <= Long.MAX_VALUE / size);
    return fits ? elements * size : Long.MAX_VALUE;
  }

  /** Sets its name. */
  void name(String text) {
    name = text;
  }

  String name() {
    return name;
  }

  /** Sets the type of its elements, by ONNX's number. */
  void type(long number) {
    type = number;
  }

  long type() {
    return type;
  }

  /** Its size in bytes: what the model holds, or the least size in another file. */
  long bytes() {
    return elsewhere || !entries.isEmpty() ? Math.max(elements, heldBytes) : heldBytes;
  }

  /** The number of elements that it declares. */
  long elements() {
    return elements;
  }

  /** Adds one of its elements that are whole numbers, of which a shape has few. */
  void number(long value) {
    elementsOfShape = times(elementsOfShape, value);
  }

  /** The number of elements of a tensor whose shape this one is. */
  long ofShape() {
    return elementsOfShape;
  }

  /** Adds bytes of its elements that the model itself holds. */
  void held(long bytes) {
    heldBytes += bytes;
  }

  /** Adds one of the entries that locate it: a message of a key and a value. */
  void entry(byte[] bytes) throws InvalidProtocolBufferException {
    var entry = UnknownFieldSet.parseFrom(bytes);
    entries.put(last(entry, KEY), last(entry, VALUE));
  }

  /** Sets whether it is in another file; entries count even without this. */
  void elsewhere(boolean is) {
    elsewhere = is;
  }

  /**
   * Adds the file that it is in, if that is another one, with its least size in bytes.
   *
   * <p>Throws if the file may be outside the folder, or the tensor declares more elements than the
   * file can hold, which ONNX Runtime would allocate.
   */
  void addTo(SortedMap<String, Long> files) throws ModelLoadException {
    if (elsewhere || !entries.isEmpty()) {
      files.merge(location(), Math.max(end(), elements / ELEMENTS_PER_BYTE), Math::max);
    } else if (elements / ELEMENTS_PER_BYTE > heldBytes) {
      throw new ModelLoadException(
          "a tensor of " + elements + " elements in " + heldBytes
              + " bytes (expected: as many as it declares)",
          null);
    }
  }

  private String location() throws ModelLoadException {
    var location = entries.getOrDefault("location", "");
    if (location.isEmpty() || !isInside(location)) {
      throw new ModelLoadException(
          "external data: '" + location
              + "' (expected: a file inside the version's folder, such as model.onnx.data)",
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
