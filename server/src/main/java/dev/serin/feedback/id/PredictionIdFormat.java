package dev.serin.feedback.id;

import dev.serin.feedback.quality.Summary;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of a prediction id as bytes. */
public final class PredictionIdFormat {
  /*
   * Numbers are big-endian; "varint" is the usual base 128, low bits first.
   *
   *   1       format: 1; another layout gets another number
   *   1       bits 0-1 role, bits 2-3 kind of summary, bit 4 whether there is a user,
   *           bit 5 whether label coverage counts the prediction, bit 6 whether stable served
   *           instead of the canary
   *   8       nonce
   *   6       time in milliseconds since 1970
   *   8       keyed user hash, if there is a user
   *   varint  version
   *   varint  revision
   *   varint  rows
   *   varint  length of the model's name, then the name in UTF-8
   *   summary of kind CLASSES: varint of the number of classes, then a varint per row: 0 for a row
   *           without a class, else its index + 1; of kind NUMBERS: 4 bytes per row (IEEE 754)
   *
   * The name itself is there, not a hash of it, so that a label is understood after a restart
   * before anything is loaded.
   */
  /** The most rows whose summary an id holds. */
  public static final int MAX_ROWS = 64;

  private static final byte FORMAT = 1;
  private static final int NONE = 0;
  private static final int CLASSES = 1;
  private static final int NUMBERS = 2;
  private static final int STORED = 3;
  private static final int USER = 1 << 4;
  private static final int COVERED = 1 << 5;
  private static final int FALLBACK = 1 << 6;

  /** At least the bytes of all fields except the name and the summary's rows. */
  private static final int FIXED_BYTES = 80;

  private static final int MAX_ROW_BYTES = 5;

  private PredictionIdFormat() {}

  /** Returns the fields as the remaining bytes of a buffer. */
  static ByteBuffer write(PredictionId id) {
    var name = id.version().model().getBytes(StandardCharsets.UTF_8);
    var fields =
        ByteBuffer.allocate(FIXED_BYTES + name.length + rows(id.summary()) * MAX_ROW_BYTES);
    int user = id.userHash().isPresent() ? USER : 0;
    int covered = id.covered() ? COVERED : 0;
    int fallback = id.fallback() ? FALLBACK : 0;
    fields
        .put(FORMAT)
        .put((byte) (code(id.role()) | kind(id.summary()) << 2 | user | covered | fallback))
        .putLong(id.nonce())
        .putShort((short) (id.timeMillis() >> 32))
        .putInt((int) id.timeMillis());
    id.userHash().ifPresent(fields::putLong);
    writeVarint(fields, id.version().version());
    writeVarint(fields, id.revision());
    writeVarint(fields, id.rows());
    writeVarint(fields, name.length);
    fields.put(name);
    writeSummary(id.summary(), fields);
    return fields.flip();
  }

  /** Reads bytes that {@link #write} made; returns nothing if they have another format. */
  static Optional<PredictionId> read(ByteBuffer fields) {
    if (fields.get() != FORMAT) {
      return Optional.empty();
    }
    int flags = fields.get();
    long nonce = fields.getLong();
    long time =
        Short.toUnsignedLong(fields.getShort()) << 32 | Integer.toUnsignedLong(fields.getInt());
    var user = (flags & USER) == 0 ? OptionalLong.empty() : OptionalLong.of(fields.getLong());
    long version = readVarint(fields);
    long revision = readVarint(fields);
    int rows = (int) readVarint(fields);
    var name = new byte[(int) readVarint(fields)];
    fields.get(name);
    var id = new VersionId(new String(name, StandardCharsets.UTF_8), version);
    var summary = readSummary(flags >> 2 & 3, rows, fields);
    return Optional.of(new PredictionId(
        id,
        role(flags & 3),
        revision,
        time,
        user,
        (flags & COVERED) != 0,
        (flags & FALLBACK) != 0,
        nonce,
        rows,
        summary));
  }

  private static int code(Role role) {
    return switch (role) {
      case STABLE -> 0;
      case CANARY -> 1;
      case PINNED -> 2;
      case SHADOW ->
        throw new IllegalArgumentException("role: SHADOW (expected: one that answers a caller)");
    };
  }

  private static Role role(int code) {
    return switch (code) {
      case 0 -> Role.STABLE;
      case 1 -> Role.CANARY;
      default -> Role.PINNED;
    };
  }

  private static int kind(Summary summary) {
    if (summary instanceof Summary.Classes) {
      return CLASSES;
    }
    if (summary instanceof Summary.Numbers) {
      return NUMBERS;
    }
    return summary instanceof Summary.None ? NONE : STORED;
  }

  /** The rows that a summary lists. */
  private static int rows(Summary summary) {
    if (summary instanceof Summary.Classes classes) {
      return classes.rows();
    }
    return summary instanceof Summary.Numbers numbers ? numbers.rows() : 0;
  }

  private static void writeSummary(Summary summary, ByteBuffer fields) {
    if (summary instanceof Summary.Classes classes) {
      writeVarint(fields, classes.count());
      for (int row = 0; row < classes.rows(); row++) {
        writeVarint(fields, classes.index(row) + 1L);
      }
    } else if (summary instanceof Summary.Numbers numbers) {
      for (int row = 0; row < numbers.rows(); row++) {
        fields.putFloat(numbers.value(row));
      }
    }
  }

  private static Summary readSummary(int kind, int rows, ByteBuffer fields) {
    return switch (kind) {
      case NONE -> new Summary.None();
      case CLASSES -> readClasses(rows, fields);
      case NUMBERS -> readNumbers(rows, fields);
      default -> new Summary.Stored();
    };
  }

  private static Summary readClasses(int rows, ByteBuffer fields) {
    int count = (int) readVarint(fields);
    var indexes = new int[rows];
    for (int row = 0; row < rows; row++) {
      indexes[row] = (int) readVarint(fields) - 1;
    }
    return new Summary.Classes(count, indexes);
  }

  private static Summary readNumbers(int rows, ByteBuffer fields) {
    var values = new float[rows];
    fields.asFloatBuffer().get(values);
    return new Summary.Numbers(values);
  }

  private static void writeVarint(ByteBuffer bytes, long number) {
    long rest = number;
    for (; (rest & ~0x7f) != 0; rest >>>= 7) {
      bytes.put((byte) (rest | 0x80));
    }
    bytes.put((byte) rest);
  }

  private static long readVarint(ByteBuffer bytes) {
    long number = 0;
    int shift = 0;
    byte part;
    do {
      part = bytes.get();
      number |= (part & 0x7fL) << shift;
      shift += 7;
    } while (part < 0);
    return number;
  }
}
