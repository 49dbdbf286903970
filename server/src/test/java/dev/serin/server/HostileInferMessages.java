package dev.serin.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ModelInfer requests that are small on the wire and can be large in memory, of a given size. They
 * call the models of {@link HostileMessages}.
 */
final class HostileInferMessages {
  private static final int MODEL = 1;
  private static final int VERSION = 2;
  private static final int ID = 3;
  private static final int PARAMETERS = 4;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 6;
  private static final int RAW = 7;
  private static final int UNKNOWN = 99;

  private static final int SHAPE = 3;
  private static final int CONTENTS = 5;

  private HostileInferMessages() {}

  /** Returns the messages by name, of about this size. */
  static Map<String, byte[]> of(int size) {
    var messages = new LinkedHashMap<String, byte[]>();
    messages.put("empty inputs", call("digits", many(size, INPUTS)));
    messages.put("empty outputs", call("digits", many(size, OUTPUTS)));
    messages.put("empty raw elements", call("digits", many(size, RAW)));
    messages.put("empty parameters", call("digits", many(size, PARAMETERS)));
    messages.put("models", call("digits", many(size, MODEL)));
    messages.put("version", call("digits", field(VERSION, filled(size, '1'))));
    messages.put("id", call("digits", field(ID, filled(size, 'x'))));
    messages.put("parameter name", call("digits", parameter(filled(size, 'x'), new byte[0])));
    messages.put("parameter text", call("digits", parameter("mine", filled(size, 'x'))));
    messages.put("user id", call("digits", parameter("user_id", filled(size, 'x'))));
    messages.put("unknown fields", call("digits", many(size, UNKNOWN)));
    messages.put("groups within groups", call("digits", filled(size, 0x7b)));
    messages.put("one name", call("digits", input("x", "FP32", field(1, filled(size, 'x')))));
    messages.put("datatype", call("digits", input("x", "FP32", field(2, filled(size, 'x')))));
    messages.put("packed shape", call("digits", input("x", "FP32", field(SHAPE, filled(size, 1)))));
    messages.put("parameters of an input", call("digits", input("x", "FP32", many(size, 4))));
    messages.put("parameters of an output", call("digits", field(OUTPUTS, many(size, 2))));
    messages.put("empty contents", call("digits", input("x", "FP32", many(size, CONTENTS))));
    messages.put(
        "empty elements of other types",
        call("digits", input("input", "FP32", field(CONTENTS, many(size, 3)))));
    messages.put("floats", floats(size));
    messages.put("raw floats", rawFloats(size));
    messages.put("longs of a byte", typed("INT64", 3, filled(size, 1), size));
    messages.put("longs one by one", one("INT64", pairs(size, 3 << 3, 1), size / 2));
    messages.put("bools", typed("BOOL", 1, filled(size, 1), size));
    messages.put("empty strings", one("BYTES", many(size, 8), size / 2));
    messages.put("raw empty strings", rawStrings(size));
    return messages;
  }

  private static byte[] call(String model, byte[]... fields) {
    return join(field(MODEL, model.getBytes(UTF_8)), join(fields));
  }

  private static byte[] parameter(String key, byte[] text) {
    return parameter(key.getBytes(UTF_8), text);
  }

  private static byte[] parameter(byte[] key, byte[] text) {
    return field(PARAMETERS, join(field(1, key), field(2, field(3, text))));
  }

  /** The field of one input. */
  private static byte[] input(String name, String datatype, byte[]... fields) {
    return field(
        INPUTS,
        join(field(1, name.getBytes(UTF_8)), field(2, datatype.getBytes(UTF_8)), join(fields)));
  }

  private static byte[] typed(String datatype, int number, byte[] packed, int count) {
    return one(datatype, field(number, packed), count);
  }

  private static byte[] one(String datatype, byte[] contents, int count) {
    var model = datatype.equals("BYTES") ? "same-STRING" : "same-" + datatype;
    return call(model, input("x", datatype, sizes(count), field(CONTENTS, contents)));
  }

  private static byte[] floats(int size) {
    int rows = size / 256;
    var elements = field(CONTENTS, field(6, new byte[rows * 256]));
    return call("digits", input("input", "FP32", sizes(rows, 64), elements));
  }

  private static byte[] rawFloats(int size) {
    int rows = size / 256;
    return call(
        "digits", input("input", "FP32", sizes(rows, 64)), field(RAW, new byte[rows * 256]));
  }

  private static byte[] rawStrings(int size) {
    int count = size / 4;
    return call("same-STRING", input("x", "BYTES", sizes(count)), field(RAW, new byte[count * 4]));
  }

  private static byte[] sizes(long... sizes) {
    return write(out -> {
      for (long size : sizes) {
        out.writeInt64(SHAPE, size);
      }
    });
  }

  /** Returns an empty field of bytes, as often as fits. */
  private static byte[] many(int size, int number) {
    var one = field(number, new byte[0]);
    var bytes = new byte[size / one.length * one.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = one[i % one.length];
    }
    return bytes;
  }

  private static byte[] pairs(int size, int first, int second) {
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

  private static byte[] join(byte[]... parts) {
    return write(out -> {
      for (var part : parts) {
        out.writeRawBytes(part);
      }
    });
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
