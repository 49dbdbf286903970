package dev.serin.rpc.oip;

import dev.serin.inference.InferParameter;
import dev.serin.rpc.FieldReader;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.UserId;
import java.nio.ByteBuffer;

/**
 * An entry of a map of parameters.
 *
 * @param number the value of a bool or an integer
 * @param text the value of a string
 */
record Parameter(String key, Kind kind, long number, ByteBuffer text) {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
  private static final Parameter NONE = new Parameter("", Kind.NONE, 0, EMPTY);

  /** The type of a value. */
  enum Kind {
    NONE,
    BOOL,
    INT64,
    STRING,
    DOUBLE,
    UINT64
  }

  /** Reads an entry. */
  static Parameter read(ByteBuffer entry) {
    var fields = new FieldReader(entry);
    var key = EMPTY;
    var parameter = NONE;
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case KEY -> key = fields.bytes();
        case VALUE -> parameter = parameter.merged(fields.bytes());
        default -> fields.skip();
      }
    }
    var name = FieldReader.text("parameter name", key, FieldReader.MAX_NAME_BYTES);
    return new Parameter(name, parameter.kind, parameter.number, parameter.text);
  }

  /** Reads a value, over what an earlier one has set. */
  private Parameter merged(ByteBuffer value) {
    var fields = new FieldReader(value);
    var kind = this.kind;
    long integer = this.number;
    var text = this.text;
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case InferParameter.BOOL_PARAM_FIELD_NUMBER -> {
          kind = Kind.BOOL;
          integer = fields.varint();
        }
        case InferParameter.INT64_PARAM_FIELD_NUMBER -> {
          kind = Kind.INT64;
          integer = fields.varint();
        }
        case InferParameter.STRING_PARAM_FIELD_NUMBER -> {
          kind = Kind.STRING;
          text = fields.bytes();
          FieldReader.checkText("parameter", text);
        }
        case InferParameter.DOUBLE_PARAM_FIELD_NUMBER -> {
          kind = Kind.DOUBLE;
          fields.skip();
        }
        case InferParameter.UINT64_PARAM_FIELD_NUMBER -> {
          kind = Kind.UINT64;
          integer = fields.varint();
        }
        default -> fields.skip();
      }
    }
    return new Parameter(key, kind, integer, text);
  }

  boolean bool() {
    expect(kind == Kind.BOOL, "bool_param");
    return number != 0;
  }

  long int64() {
    expect(kind == Kind.INT64, "int64_param");
    return number;
  }

  /** Throws unless the value is an integer that is not negative. */
  void checkPriority() {
    expect(kind == Kind.INT64 || kind == Kind.UINT64, "int64_param or uint64_param");
    if (kind == Kind.INT64 && number < 0) {
      throw StatusTable.invalid("invalid value for '" + key + "', expected value >= 0.");
    }
  }

  /** Returns a string, or an integer as one. */
  String name() {
    expect(
        kind == Kind.STRING || kind == Kind.INT64 || kind == Kind.UINT64,
        "int64_param or string_param");
    return switch (kind) {
      case STRING -> FieldReader.text(key, text, UserId.MAX_BYTES);
      case UINT64 -> Long.toUnsignedString(number);
      default -> Long.toString(number);
    };
  }

  private void expect(boolean right, String expected) {
    if (!right) {
      throw StatusTable.invalid(
          "invalid value type for '" + key + "' parameter, expected " + expected + ".");
    }
  }
}
