package dev.serin.rpc.oip;

import dev.serin.inference.InferTensorContents;
import dev.serin.rpc.ElementReader.Form;
import dev.serin.tensor.DataType;

/** The fields of {@code inference.InferTensorContents}. */
final class Contents {
  private Contents() {}

  /** Returns the field that holds elements of a type; 0 if there is none. */
  static int field(DataType type) {
    return switch (type) {
      case BOOL -> InferTensorContents.BOOL_CONTENTS_FIELD_NUMBER;
      case INT8, INT16, INT32 -> InferTensorContents.INT_CONTENTS_FIELD_NUMBER;
      case INT64 -> InferTensorContents.INT64_CONTENTS_FIELD_NUMBER;
      case UINT8, UINT16, UINT32 -> InferTensorContents.UINT_CONTENTS_FIELD_NUMBER;
      case UINT64 -> InferTensorContents.UINT64_CONTENTS_FIELD_NUMBER;
      case FP32 -> InferTensorContents.FP32_CONTENTS_FIELD_NUMBER;
      case FP64 -> InferTensorContents.FP64_CONTENTS_FIELD_NUMBER;
      case STRING -> InferTensorContents.BYTES_CONTENTS_FIELD_NUMBER;
      case FP16, BF16 -> 0;
    };
  }

  /** Returns where the elements of a type are; integers are cut to the size of the type. */
  static Form form(DataType type) {
    return new Form(
        field(type),
        InferTensorContents.FP64_CONTENTS_FIELD_NUMBER,
        InferTensorContents.BYTES_CONTENTS_FIELD_NUMBER,
        /* cut= */ true);
  }

  /** Returns the type that a field of elements is for; of several, the widest. */
  static String typeOf(int field) {
    return switch (field) {
      case InferTensorContents.BOOL_CONTENTS_FIELD_NUMBER -> "BOOL";
      case InferTensorContents.INT_CONTENTS_FIELD_NUMBER -> "INT32";
      case InferTensorContents.INT64_CONTENTS_FIELD_NUMBER -> "INT64";
      case InferTensorContents.UINT_CONTENTS_FIELD_NUMBER -> "UINT32";
      case InferTensorContents.UINT64_CONTENTS_FIELD_NUMBER -> "UINT64";
      case InferTensorContents.FP32_CONTENTS_FIELD_NUMBER -> "FP32";
      case InferTensorContents.FP64_CONTENTS_FIELD_NUMBER -> "FP64";
      default -> "BYTES";
    };
  }
}
