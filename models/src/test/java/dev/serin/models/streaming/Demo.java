package dev.serin.models.streaming;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import dev.serin.models.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the demonstration as they are under version control. */
final class Demo {

  /** The directory that the trainer writes into. */
  static final Path DIRECTORY = Path.of("demo");

  private static final Path MODELS = Path.of("watch-next");
  private static final Path VIEWERS = Path.of("viewers.csv.gz");

  private Demo() {}

  /** Returns the committed viewers. */
  static ViewersTable viewers() {
    return viewers(DIRECTORY);
  }

  /** Returns the viewers of a directory that the trainer wrote. */
  static ViewersTable viewers(Path directory) {
    try {
      return ViewersTable.read(directory.resolve(VIEWERS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file of a version, relative to a directory that the trainer wrote. */
  static Path file(int version) {
    return MODELS.resolve(version + "/model.onnx");
  }

  /** Opens a version of a directory that the trainer wrote. */
  static OnnxModel open(Path directory, int version) throws IOException, OrtException {
    return OnnxModel.open(directory.resolve(MODELS), version);
  }

  /** Opens the fourth version with this number of looks. */
  static OnnxModel looking(long looks) throws IOException, OrtException {
    var model = fourth().toBuilder();
    model.getGraphBuilder().getInitializerBuilder(placeOfLooks()).setRawData(littleEndian(looks));
    return OnnxModel.of(model.build().toByteArray());
  }

  /** Returns the initializer with the number of looks of the fourth version. */
  static TensorProto looks() throws IOException {
    return graph().getInitializer(placeOfLooks());
  }

  private static int placeOfLooks() throws IOException {
    return graph().getInitializerList().stream()
        .map(TensorProto::getName)
        .toList()
        .indexOf("looks");
  }

  private static GraphProto graph() throws IOException {
    return fourth().getGraph();
  }

  private static ModelProto fourth() throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(DIRECTORY.resolve(file(4))));
  }

  private static ByteString littleEndian(long value) {
    var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    return ByteString.copyFrom(bytes.flip());
  }
}
