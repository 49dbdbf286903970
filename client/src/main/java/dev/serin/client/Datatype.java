package dev.serin.client;

/** The type of a tensor's elements, named as on the wire. */
public enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  FP32(4),
  FP64(8),
  /** Text in UTF-8; what the Open Inference Protocol calls BYTES. */
  STRING(0),
  BF16(2);

  private final int bytes;

  Datatype(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes, or 0 for {@link #STRING}, whose elements differ in size. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are whole numbers. */
  public boolean isInteger() {
    return isSigned() || isUnsigned();
  }

  /** Whether the elements are numbers with a fraction. */
  public boolean isReal() {
    return switch (this) {
      case FP16, BF16, FP32, FP64 -> true;
      default -> false;
    };
  }

  boolean isSigned() {
    return switch (this) {
      case INT8, INT16, INT32, INT64 -> true;
      default -> false;
    };
  }

  boolean isUnsigned() {
    return switch (this) {
      case UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }
}
