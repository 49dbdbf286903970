package dev.serin.server;

import com.google.protobuf.CodedOutputStream;
import dev.serin.v1.Tensor.Datatype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Predict requests that are small on the wire and can be large in memory, of a given size. */
final class HostileMessages {
  private static final int MODEL = 1;
  private static final int USER = 3;
  private static final int INPUTS = 4;
  private static final int OUTPUTS = 5;
  private static final int UNKNOWN = 99;

  private HostileMessages() {}

  /**
   * Returns the messages by name, of about this size.
   *
   * <p>They call digits, or models that return their inputs: strings, longs, bools.
   */
  static Map<String, byte[]> of(int size) {
    var messages = new LinkedHashMap<String, byte[]>();
    messages.put("empty tensors", call("digits", many(size, tag(INPUTS, 2), 0)));
    messages.put("packed shape", call("digits", tensor(Datatype.FP32, packed(3, size))));
    messages.put("sizes one by one", call("digits", tensor(Datatype.FP32, many(size, 0x18, 1))));
    messages.put("empty outputs", call("digits", many(size, tag(OUTPUTS, 2), 0)));
    messages.put("unknown fields", call("digits", numbers(UNKNOWN, size)));
    messages.put(
        "unknown fields of a tensor",
        call("digits", tensor(Datatype.FP32, numbers(UNKNOWN, size))));
    messages.put("groups within groups", call("digits", many(size, 0x7b, 0x7b)));
    messages.put("one name", call("digits", tensor(Datatype.FP32, field(1, new byte[size]))));
    messages.put("user id", call("digits", field(USER, filled(size, 'x'))));
    messages.put("user id many times", call("digits", many(size, tag(USER, 2), 0)));
    messages.put("floats", call("digits", floats(size)));
    messages.put("raw floats", call("digits", raw(size)));
    messages.put(
        "empty strings",
        call("same-STRING", typed(Datatype.STRING, 10, many(size, 0x0a, 0), size / 2)));
    messages.put(
        "short strings",
        call("same-STRING", typed(Datatype.STRING, 10, shortStrings(size), size / 3)));
    messages.put("raw empty strings", call("same-STRING", rawStrings(size)));
    messages.put(
        "longs of a byte", call("same-INT64", typed(Datatype.INT64, 6, packed(1, size), size)));
    messages.put(
        "longs one by one",
        call("same-INT64", typed(Datatype.INT64, 6, many(size, 0x08, 1), size / 2)));
    messages.put("bools", call("same-BOOL", typed(Datatype.BOOL, 5, packed(1, size), size)));
    return messages;
  }

  private static byte[] call(String model, byte[]... fields) {
    return write(out -> {
      out.writeString(MODEL, model);
      for (var field : fields) {
        out.writeRawBytes(field);
      }
    });
  }

  /** The field of one input. */
  private static byte[] tensor(Datatype type, byte[]... fields) {
    return field(INPUTS, write(out -> {
      out.writeString(1, type == Datatype.FP32 ? "input" : "x");
      out.writeEnum(2, type.getNumber());
      for (var field : fields) {
        out.writeRawBytes(field);
      }
    }));
  }

  private static byte[] typed(Datatype type, int number, byte[] values, int count) {
    return tensor(type, write(out -> out.writeInt64(3, count)), field(number, values));
  }

  private static byte[] floats(int size) {
    int rows = size / 256;
    return tensor(Datatype.FP32, shape(rows), field(8, field(1, new byte[rows * 256])));
  }

  private static byte[] raw(int size) {
    int rows = size / 256;
    return tensor(Datatype.FP32, shape(rows), field(4, new byte[rows * 256]));
  }

  private static byte[] rawStrings(int size) {
    int count = size / 4;
    return tensor(
        Datatype.STRING, write(out -> out.writeInt64(3, count)), field(4, new byte[count * 4]));
  }

  private static byte[] shape(long rows) {
    return write(out -> {
      out.writeInt64(3, rows);
      out.writeInt64(3, 64);
    });
  }

  private static byte[] shortStrings(int size) {
    var bytes = new byte[size / 3 * 3];
    for (int i = 0; i < bytes.length; i += 3) {
      bytes[i] = 0x0a;
      bytes[i + 1] = 1;
      bytes[i + 2] = 'x';
    }
    return bytes;
  }

  private static byte[] packed(int number, int size) {
    return field(number, filled(size, 1));
  }

  private static byte[] numbers(int number, int size) {
    var one = write(out -> out.writeInt32(number, 1));
    var bytes = new byte[size / one.length * one.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = one[i % one.length];
    }
    return bytes;
  }

  private static int tag(int number, int type) {
    return number << 3 | type;
  }

  /** Returns two bytes repeated. */
  private static byte[] many(int size, int first, int second) {
    var bytes = new byte[size / 2 * 2];
    for (int i = 0; i < bytes.length; i += 2) {
      bytes[i] = (byte) first;
      bytes[i + 1] = (byte) second;
    }
    return bytes;
  }

  private static byte[] filled(int size, int value) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] field(int number, byte[] bytes) {
    return write(out -> out.writeByteArray(number, bytes));
  }

  private static byte[] write(Fields fields) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = CodedOutputStream.newInstance(bytes);
      fields.write(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the fields of a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }
}
