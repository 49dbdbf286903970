package dev.serin.rpc.oip;

import com.google.protobuf.ByteString;
import dev.serin.inference.InferParameter;
import dev.serin.inference.InferTensorContents;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Makes requests of any content, which fit their shapes, from a seed. */
final class RandomRequests {
  private static final List<DataType> TYPES = List.of(DataType.values());

  private final Random random;

  RandomRequests(long seed) {
    random = new Random(seed);
  }

  /** Returns a request with a few inputs, all raw or all typed. */
  ModelInferRequest next() {
    boolean raw = random.nextBoolean();
    var request = ModelInferRequest.newBuilder().setModelName(text()).setId(text());
    if (random.nextBoolean()) {
      request.setModelVersion(Integer.toString(1 + random.nextInt(1_000)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      request.putParameters("p" + i + text(), parameter());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      add("x" + i, raw, request);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      request.addOutputs(InferRequestedOutputTensor.newBuilder()
          .setName(text())
          .putParameters(
              "classification", InferParameter.newBuilder().setInt64Param(i).build()));
    }
    return request.build();
  }

  private void add(String name, boolean raw, ModelInferRequest.Builder request) {
    var type = type(raw);
    int rows = random.nextInt(4);
    int columns = 1 + random.nextInt(40);
    var input = InferInputTensor.newBuilder()
        .setName(name)
        .setDatatype(Datatypes.name(type))
        .addShape(rows)
        .addShape(columns)
        .putParameters("mine", parameter());
    if (raw) {
      request.addRawInputContents(raw(type, rows * columns));
    } else {
      input.setContents(contents(type, rows * columns));
    }
    request.addInputs(input);
  }

  private DataType type(boolean raw) {
    DataType type;
    do {
      type = TYPES.get(random.nextInt(TYPES.size()));
    } while (!raw && Contents.field(type) == 0);
    return type;
  }

  private InferParameter parameter() {
    var parameter = InferParameter.newBuilder();
    switch (random.nextInt(6)) {
      case 0 -> parameter.setBoolParam(random.nextBoolean());
      case 1 -> parameter.setInt64Param(random.nextLong());
      case 2 -> parameter.setStringParam(text());
      case 3 -> parameter.setDoubleParam(random.nextGaussian());
      case 4 -> parameter.setUint64Param(random.nextLong());
      default -> {
        // None is set.
      }
    }
    return parameter.build();
  }

  private ByteString raw(DataType type, int count) {
    if (type == DataType.STRING) {
      var all = ByteString.EMPTY;
      for (int i = 0; i < count; i++) {
        var text = ByteString.copyFromUtf8(text());
        var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        all = all.concat(ByteString.copyFrom(length.putInt(text.size()).flip())).concat(text);
      }
      return all;
    }
    var bytes = new byte[count * type.bytes()];
    random.nextBytes(bytes);
    if (type == DataType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    return ByteString.copyFrom(bytes);
  }

  private InferTensorContents contents(DataType type, int count) {
    var contents = InferTensorContents.newBuilder();
    for (int i = 0; i < count; i++) {
      switch (type) {
        case BOOL -> contents.addBoolContents(random.nextBoolean());
        case INT8, INT16, INT32 -> contents.addIntContents(random.nextInt());
        case INT64 -> contents.addInt64Contents(random.nextLong() >> random.nextInt(64));
        case UINT8, UINT16, UINT32 -> contents.addUintContents(random.nextInt());
        case UINT64 -> contents.addUint64Contents(random.nextLong() >>> random.nextInt(64));
        case FP32 -> contents.addFp32Contents((float) random.nextGaussian());
        case FP64 -> contents.addFp64Contents(random.nextGaussian());
        case STRING -> contents.addBytesContents(ByteString.copyFromUtf8(text()));
        case FP16, BF16 -> throw new AssertionError(type);
      }
    }
    return contents.build();
  }

  private String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(random.nextInt(4) == 0 ? 0x1f424 : 'a' + random.nextInt(26));
    }
    return text.toString();
  }
}
