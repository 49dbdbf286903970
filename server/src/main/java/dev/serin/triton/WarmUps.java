package dev.serin.triton;

import dev.serin.inference.ModelConfig;
import dev.serin.inference.ModelWarmup;
import dev.serin.model.GivenCall;
import dev.serin.model.ModelSettings;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The calls of {@code model_warmup}. Confined to one thread. */
final class WarmUps {
  /** The folder of the data files, in the model's. */
  private static final String FOLDER = "warmup";

  /** The most bytes of all calls together. */
  private static final int MOST_BYTES = 64 << 20;

  private static final long SEED = 7;

  private final ModelConfig config;
  private final Path folder;
  private final Random random = new Random(SEED);
  private long left = MOST_BYTES;

  WarmUps(ModelConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
  }

  /** Returns the files with data, relative to the model's folder. */
  static Set<String> files(ModelConfig config) {
    var files = new LinkedHashSet<String>();
    for (var warmUp : config.getModelWarmupList()) {
      for (var input : warmUp.getInputsMap().values()) {
        if (FolderFile.isName(input.getInputDataFile())) {
          files.add(FOLDER + "/" + input.getInputDataFile());
        }
      }
    }
    return files;
  }

  /** Returns all calls, with those that cannot be made. */
  List<GivenCall> calls() {
    return config.getModelWarmupList().stream().map(this::call).toList();
  }

  private GivenCall call(ModelWarmup warmUp) {
    var source = ModelSettings.FILE + ": model_warmup " + warmUp.getName();
    var inputs = new HashMap<String, Tensor>();
    for (var input : warmUp.getInputsMap().entrySet()) {
      try {
        inputs.put(input.getKey(), tensor(input.getValue(), warmUp.getBatchSize()));
      } catch (InvalidTensorException e) {
        return GivenCall.wrong(source, input.getKey() + ": " + e.getMessage());
      } catch (IOException e) {
        return GivenCall.wrong(
            source,
            input.getKey() + ": " + FOLDER + "/" + input.getValue().getInputDataFile()
                + " cannot be read: " + e);
      }
    }
    int runs = (int) Math.min(Integer.MAX_VALUE, warmUp.getCount() & 0xffff_ffffL);
    return GivenCall.of(source, inputs).times(Math.max(1, runs));
  }

  private Tensor tensor(ModelWarmup.Input input, int rows) throws IOException {
    var type = DataTypes.of(input.getDataType())
        .orElseThrow(() -> new InvalidTensorException("no data_type (expected: one)"));
    var sizes = new ArrayList<Long>();
    if (config.getMaxBatchSize() > 0) {
      sizes.add(Math.max(1, rows & 0xffff_ffffL));
    }
    sizes.addAll(input.getDimsList());
    var shape = Shape.of(sizes);
    if (input.getDimsList().contains(Shape.ANY)) {
      throw new InvalidTensorException("dims: " + input.getDimsList() + " (expected: sizes)");
    }
    return switch (input.getInputDataTypeCase()) {
      case INPUT_DATA_FILE -> Tensor.of(type, shape, file(input.getInputDataFile()));
      case ZERO_DATA -> made(type, shape, /* varied= */ false);
      case RANDOM_DATA -> made(type, shape, /* varied= */ true);
      case INPUTDATATYPE_NOT_SET ->
        throw new InvalidTensorException(
            "no data (expected: zero_data, random_data or input_data_file)");
    };
  }

  private ByteBuffer file(String name) throws IOException {
    if (!FolderFile.isName(name)) {
      throw new InvalidTensorException(
          "input_data_file: " + name + " (expected: the name of a file in " + FOLDER + ")");
    }
    if (Files.isSymbolicLink(folder.resolve(FOLDER))) {
      throw new InvalidTensorException(FOLDER + " is a symbolic link (expected: a folder)");
    }
    var bytes = FolderFile.read(folder.resolve(FOLDER).resolve(name), (int) left);
    left -= bytes.length;
    return ByteBuffer.wrap(bytes);
  }

  /** Zeros, or reals from 0 to 1 and whole numbers of 0 and 1; texts are empty. */
  private Tensor made(DataType type, Shape shape, boolean varied) {
    long elements = shape.elements();
    int each = type == DataType.STRING ? Integer.BYTES : type.bytes();
    if (elements > left / each) {
      throw new InvalidTensorException(
          type + " " + shape + " (expected: at most " + MOST_BYTES + " bytes in all calls)");
    }
    left -= elements * each;
    var data = ByteBuffer.allocate((int) elements * each).order(ByteOrder.LITTLE_ENDIAN);
    while (varied && type != DataType.STRING && data.hasRemaining()) {
      put(data, type);
    }
    return Tensor.of(type, shape, data.rewind());
  }

  private void put(ByteBuffer data, DataType type) {
    switch (type) {
      case FP32 -> data.putFloat(random.nextFloat());
      case FP64 -> data.putDouble(random.nextDouble());
      // The bits of a number from 0.5 to 1, whatever the fraction.
      case FP16 -> data.putShort((short) (0x3800 | random.nextInt(0x400)));
      case BF16 -> data.putShort((short) (Float.floatToIntBits(random.nextFloat()) >> 16));
      case BOOL, INT8, UINT8 -> data.put((byte) random.nextInt(2));
      case INT16, UINT16 -> data.putShort((short) random.nextInt(2));
      case INT32, UINT32 -> data.putInt(random.nextInt(2));
      case INT64, UINT64 -> data.putLong(random.nextInt(2));
      case STRING -> throw new IllegalArgumentException("type: STRING (expected: one of numbers)");
    }
  }
}
