package dev.serin.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.v1.Tensor.Bools;
import dev.serin.v1.Tensor.Datatype;
import dev.serin.v1.Tensor.Floats;
import dev.serin.v1.Tensor.Ints;
import dev.serin.v1.Tensor.UInts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {
  @ParameterizedTest
  @EnumSource(value = DataType.class, mode = Mode.EXCLUDE, names = "STRING")
  void writeAndRead_everyType_rawAndTyped_giveTheSameBytes(DataType type) {
    var bytes = new byte[type.bytes() * 3];
    for (int i = 0; i < bytes.length; i++) {
      // Small enough for BOOL, and not NaN in any type of two bytes or more.
      bytes[i] = (byte) (type == DataType.BOOL ? i % 2 : 17 * i + 1);
    }
    var tensor = Tensor.of(type, Shape.of(3), ByteBuffer.wrap(bytes));

    assertThat(roundTrip(tensor, false)).isEqualTo(tensor.data());
    assertThat(roundTrip(tensor, true)).isEqualTo(tensor.data());
  }

  @Test
  void writeAndRead_strings() {
    var tensor = Tensor.ofStrings(Shape.of(2), List.of("", "\u7528\u6237"));

    assertThat(roundTrip(tensor, false)).isEqualTo(tensor.data());
    assertThat(roundTrip(tensor, true)).isEqualTo(tensor.data());
  }

  /** gRPC must see the array, or it copies each large answer. */
  @Test
  void write_rawElements_areNotCopiedOnTheirWayOut() {
    var tensor = Tensor.of(DataType.INT8, Shape.of(1 << 20), ByteBuffer.allocate(1 << 20));
    write(tensor);

    assertThat(Allocated.by(() -> write(tensor))).isLessThan(100_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void write_isAsProtobufWrites(boolean typed) throws IOException {
    var scalar = Tensor.of(DataType.INT8, Shape.of(), ByteBuffer.allocate(1));
    var empty = Tensor.of(DataType.FP32, Shape.of(200, 0), ByteBuffer.allocate(0));

    for (var tensor : List.of(scalar, empty)) {
      var bytes = written(tensor, typed);
      assertThat(dev.serin.v1.Tensor.parseFrom(bytes).toByteArray()).isEqualTo(bytes);
    }
  }

  private static void write(Tensor tensor) {
    var writer = TensorWriter.of("x", tensor, /* typed= */ false);
    var out = CodedOutputStream.newInstance(OutputStream.nullOutputStream());
    try {
      writer.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void read_extremeTypedIntegers() {
    var smallest =
        message(Datatype.INT8).setInts(Ints.newBuilder().addValues(-128)).build();
    var largest =
        message(Datatype.UINT64).setUints(UInts.newBuilder().addValues(-1)).build();

    assertThat(read(smallest).data().get()).isEqualTo((byte) -128);
    assertThat(read(largest).data().getLong()).isEqualTo(-1L);
  }

  @Test
  void read_typedIntegerOutOfRange_isRefused() {
    var signed =
        message(Datatype.INT8).setInts(Ints.newBuilder().addValues(128)).build();
    var unsigned = message(Datatype.UINT32)
        .setUints(UInts.newBuilder().addValues(1L << 32))
        .build();

    assertRefused(signed, "x: element: 128 (expected: a number that fits INT8)");
    assertRefused(unsigned, "x: element: 4294967296 (expected: a number that fits UINT32)");
  }

  @Test
  void read_typedFieldOfAnotherType_isRefused() {
    var message =
        message(Datatype.FP32).setBools(Bools.newBuilder().addValues(true)).build();

    assertRefused(message, "x: elements in BOOLS for FP32 (expected: RAW or FLOATS)");
  }

  @Test
  void read_tooFewTypedElements_areRefusedBeforeMemoryIsTaken() {
    var message = message(Datatype.FP32)
        .clearShape()
        .addShape(1L << 40)
        .setFloats(Floats.newBuilder().addValues(1))
        .build();

    assertRefused(message, "x: 1 elements for FP32 [1099511627776] (expected: 1099511627776)");
  }

  @Test
  void read_noElementsForAShapeThatHasSome_isRefused() {
    assertRefused(message(Datatype.FP32).build(), "x: 0 elements for FP32 [1] (expected: 1)");
  }

  @Test
  void read_emptyShape_needsNoElements() {
    var message = message(Datatype.FP32).clearShape().addShape(0).build();

    assertThat(read(message).bytes()).isZero();
  }

  @Test
  void read_unknownDatatype_isRefused() {
    assertRefused(message(Datatype.UNSPECIFIED).build(), "x: datatype: 0 (expected: BOOL to BF16)");
  }

  @Test
  void read_sameNameTwice_isRefused() {
    var message =
        message(Datatype.INT8).setRaw(ByteString.copyFrom(new byte[1])).build();

    assertThatThrownBy(() -> Tensors.read(List.of(bytes(message), bytes(message))))
        .hasMessage("x: duplicate");
  }

  private static dev.serin.v1.Tensor.Builder message(Datatype type) {
    return dev.serin.v1.Tensor.newBuilder().setName("x").setDatatype(type).addShape(1);
  }

  private static void assertRefused(dev.serin.v1.Tensor message, String text) {
    assertThatThrownBy(() -> Tensors.read(List.of(bytes(message))))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage(text);
  }

  private static Tensor read(dev.serin.v1.Tensor message) {
    return requireNonNull(Tensors.read(List.of(bytes(message))).get("x"));
  }

  private static ByteBuffer bytes(dev.serin.v1.Tensor message) {
    return ByteBuffer.wrap(message.toByteArray());
  }

  private static ByteBuffer roundTrip(Tensor tensor, boolean typed) {
    var tensors = Tensors.read(List.of(ByteBuffer.wrap(written(tensor, typed))));
    return requireNonNull(tensors.get("x")).data();
  }

  /** Returns the bytes of a tensor, which are as many as its writer says. */
  private static byte[] written(Tensor tensor, boolean typed) {
    var writer = TensorWriter.of("x", tensor, typed);
    var bytes = new byte[writer.size()];
    var out = CodedOutputStream.newInstance(bytes);
    try {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }
}
