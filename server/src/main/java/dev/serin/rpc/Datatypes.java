package dev.serin.rpc;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.v1.Tensor.Datatype;

/** Converts datatypes to and from {@code serin.v1}. */
final class Datatypes {
  private Datatypes() {}

  static Datatype message(DataType type) {
    return switch (type) {
      case BOOL -> Datatype.BOOL;
      case UINT8 -> Datatype.UINT8;
      case UINT16 -> Datatype.UINT16;
      case UINT32 -> Datatype.UINT32;
      case UINT64 -> Datatype.UINT64;
      case INT8 -> Datatype.INT8;
      case INT16 -> Datatype.INT16;
      case INT32 -> Datatype.INT32;
      case INT64 -> Datatype.INT64;
      case FP16 -> Datatype.FP16;
      case FP32 -> Datatype.FP32;
      case FP64 -> Datatype.FP64;
      case STRING -> Datatype.STRING;
      case BF16 -> Datatype.BF16;
    };
  }

  /** Returns the type of a tensor; throws if this release does not know it. */
  static DataType type(int number) {
    var datatype = Datatype.forNumber(number);
    return switch (datatype == null ? Datatype.UNRECOGNIZED : datatype) {
      case BOOL -> DataType.BOOL;
      case UINT8 -> DataType.UINT8;
      case UINT16 -> DataType.UINT16;
      case UINT32 -> DataType.UINT32;
      case UINT64 -> DataType.UINT64;
      case INT8 -> DataType.INT8;
      case INT16 -> DataType.INT16;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case FP16 -> DataType.FP16;
      case FP32 -> DataType.FP32;
      case FP64 -> DataType.FP64;
      case STRING -> DataType.STRING;
      case BF16 -> DataType.BF16;
      case UNSPECIFIED, UNRECOGNIZED ->
        throw new InvalidTensorException("datatype: " + number + " (expected: BOOL to BF16)");
    };
  }
}
