package dev.serin.tensor;

/** The type of a tensor's elements: every type that ONNX Runtime can take and give. */
public enum DataType {
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
  BF16(2),
  FP32(4),
  FP64(8),
  STRING(0);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes, or 0 for {@link #STRING}, whose elements differ in size. */
  public int bytes() {
    return bytes;
  }
}
