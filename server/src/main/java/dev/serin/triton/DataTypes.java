package dev.serin.triton;

import dev.serin.tensor.DataType;
import java.util.Optional;

/** The types of tensors in {@code inference} messages. */
final class DataTypes {
  private DataTypes() {}

  /** Returns our type; empty if the message names none. */
  static Optional<DataType> of(dev.serin.inference.DataType type) {
    return switch (type) {
      case TYPE_INVALID, UNRECOGNIZED -> Optional.empty();
      case TYPE_BOOL -> Optional.of(DataType.BOOL);
      case TYPE_UINT8 -> Optional.of(DataType.UINT8);
      case TYPE_UINT16 -> Optional.of(DataType.UINT16);
      case TYPE_UINT32 -> Optional.of(DataType.UINT32);
      case TYPE_UINT64 -> Optional.of(DataType.UINT64);
      case TYPE_INT8 -> Optional.of(DataType.INT8);
      case TYPE_INT16 -> Optional.of(DataType.INT16);
      case TYPE_INT32 -> Optional.of(DataType.INT32);
      case TYPE_INT64 -> Optional.of(DataType.INT64);
      case TYPE_FP16 -> Optional.of(DataType.FP16);
      case TYPE_FP32 -> Optional.of(DataType.FP32);
      case TYPE_FP64 -> Optional.of(DataType.FP64);
      case TYPE_STRING -> Optional.of(DataType.STRING);
      case TYPE_BF16 -> Optional.of(DataType.BF16);
    };
  }
}
