package dev.serin.rpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.v1.Tensor.Bools;
import dev.serin.v1.Tensor.Datatype;
import dev.serin.v1.Tensor.Doubles;
import dev.serin.v1.Tensor.Floats;
import dev.serin.v1.Tensor.Ints;
import dev.serin.v1.Tensor.Strings;
import dev.serin.v1.Tensor.UInts;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Messages that callers may send, including ones that no protobuf library produces. */
class TensorReaderTest {
  private static final int MANY = 1_000;

  @Test
  void read_rawBytes_areAViewOfTheMessage() {
    var message = message(Datatype.UINT8, 3)
        .setRaw(ByteString.copyFromUtf8("abc"))
        .build()
        .toByteArray();
    var tensor = read(message);

    message[message.length - 1] = 'z';

    assertThat(tensor.data().get(2)).isEqualTo((byte) 'z');
  }

  @Test
  void read_packedFloats_areAViewOfTheMessage() {
    var floats = Floats.newBuilder().addValues(1).addValues(0);
    var message = message(Datatype.FP32, 2).setFloats(floats).build().toByteArray();
    var tensor = read(message);

    message[message.length - 1] = 0x40;

    assertThat(tensor.data().getFloat(4)).isEqualTo(2);
  }

  /** Readers must also accept packed fields one element at a time, and in several pieces. */
  @Test
  void read_numbersOneByOne_areThoseThatArePacked() throws IOException {
    var ints = typed(6, out -> {
      out.writeInt64(1, -5);
      out.writeByteArray(1, new byte[] {7, 8});
      out.writeInt64(1, 9);
    });
    var floats = typed(8, out -> {
      out.writeFloat(1, 1.5f);
      out.writeByteArray(1, floats(2.5f));
    });
    var doubles = typed(9, out -> out.writeDouble(1, -0.5));

    assertThat(read(join(message(Datatype.INT8, 4), ints)).data())
        .isEqualTo(ByteBuffer.wrap(new byte[] {-5, 7, 8, 9}));
    assertThat(read(join(message(Datatype.FP32, 2), floats)).data().getFloat(4)).isEqualTo(2.5f);
    assertThat(read(join(message(Datatype.FP64, 1), doubles)).data().getDouble(0))
        .isEqualTo(-0.5);
  }

  /** Protobuf reads ten bytes of it as one number, and the rest as another. */
  @Test
  void read_numberOfElevenBytes_isUnreadable() throws IOException {
    var number = new byte[11];
    Arrays.fill(number, 0, 10, (byte) 0xff);
    number[10] = 1;
    var ints = typed(6, out -> out.writeByteArray(1, number));

    assertThatThrownBy(() -> read(join(message(Datatype.INT8, 1), ints)))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("number of more than ten bytes");
  }

  @Test
  void read_sizesOneByOne_areTheShape() throws IOException {
    var shape = bytes(out -> {
      out.writeInt64(3, 2);
      out.writeInt64(3, 1);
    });
    var raw = bytes(out -> out.writeByteArray(4, new byte[] {1, 2}));

    assertThat(read(join(message(Datatype.INT8), shape, raw)).shape()).hasToString("[2,1]");
  }

  @Test
  void read_elementsTwice_areRefused() throws IOException {
    var twice =
        message(Datatype.INT8, 1).setRaw(ByteString.copyFrom(new byte[1])).build();

    assertThatThrownBy(() -> read(join(twice.toBuilder(), twice.toByteArray())))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage("x: elements in RAW and RAW (expected: one field)");
  }

  /** Without the bound a packed shape of 63 MiB takes 3.1 GB and 19 s. */
  @Test
  void read_tooManyDimensions_areRefusedAtTheFirstTooMany() {
    var message = message(Datatype.FP32)
        .addAllShape(Collections.nCopies(MANY, 1L))
        .build()
        .toByteArray();

    assertThatThrownBy(() -> read(message))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage("x: more than 16 dimensions (expected: at most 16)");
  }

  @Test
  void read_sixteenDimensions_areATensor() {
    var sizes = new long[16];
    Arrays.fill(sizes, 1);
    var message = message(Datatype.INT8, sizes).setRaw(ByteString.copyFrom(new byte[1]));

    assertThat(read(message.build().toByteArray()).shape().rank()).isEqualTo(16);
  }

  @Test
  void read_fieldsOfLaterReleases_areSkippedUpToABound() {
    var few = unknown(FieldReader.MAX_UNKNOWN);
    var many = unknown(FieldReader.MAX_UNKNOWN + 1);

    assertThat(read(few).bytes()).isEqualTo(1);
    assertThatThrownBy(() -> read(many))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("unknown fields: more than 64 (expected: at most 64)");
  }

  @Test
  void read_group_isNoTensor() {
    var group = UnknownFieldSet.Field.newBuilder()
        .addGroup(UnknownFieldSet.getDefaultInstance())
        .build();
    var message = message(Datatype.INT8, 0)
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(99, group).build())
        .build();

    assertThatThrownBy(() -> read(message.toByteArray())).isInstanceOf(UnreadableException.class);
  }

  @Test
  void read_cutAnywhere_isRefusedOrShorter() {
    var message = message(Datatype.INT64, 2)
        .setInts(Ints.newBuilder().addValues(300).addValues(-1))
        .build()
        .toByteArray();
    for (int length = 1; length < message.length; length++) {
      var cut = Arrays.copyOf(message, length);

      assertThatThrownBy(() -> read(cut))
          .isInstanceOfAny(UnreadableException.class, InvalidTensorException.class);
    }
  }

  @Test
  void read_stringThatIsNotUtf8_isRefused() {
    var message =
        message(Datatype.STRING, 1).setStrings(strings("a", 1)).build().toByteArray();
    message[message.length - 1] = -1;

    assertThatThrownBy(() -> read(message))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage("x: STRING: not UTF-8 before byte 5 (expected: UTF-8)");
  }

  @Test
  void read_everyKindOfElement_allocatesNoMoreThanTheTensorAndALittle() {
    assertCost(message(Datatype.FP32, MANY).setRaw(ByteString.copyFrom(new byte[4 * MANY])), 0);
    assertCost(message(Datatype.BOOL, MANY).setBools(bools()), MANY);
    assertCost(message(Datatype.INT64, MANY).setInts(ints()), 8 * MANY);
    assertCost(message(Datatype.UINT64, MANY).setUints(uints()), 8 * MANY);
    assertCost(message(Datatype.FP16, MANY).setFloats(floats()), 2 * MANY);
    assertCost(message(Datatype.FP32, MANY).setFloats(floats()), 0);
    assertCost(message(Datatype.FP64, MANY).setDoubles(doubles()), 0);
    assertCost(message(Datatype.STRING, MANY).setStrings(strings("", MANY)), 4 * MANY);
    assertCost(message(Datatype.STRING, MANY).setStrings(strings("\u00e4", MANY)), 6 * MANY);
  }

  /** The copied elements, and the memory of a run on them. */
  @Test
  void read_texts_chargeWhatARunMakesOfThem() {
    assertThat(charged("", 10)).isEqualTo(10 * (4 + 64));
    assertThat(charged("\u00e4", 10)).isEqualTo(10 * (6 + 64));
    // A character of four bytes.
    assertThat(charged("\ud83d\udc26", 10)).isEqualTo(10 * (8 + 8 * 8 + 2 * 64));
  }

  private static long charged(String text, int count) {
    var message =
        message(Datatype.STRING, count).setStrings(strings(text, count)).build().toByteArray();
    var sum = new AtomicLong();
    var unused = TensorReader.read(List.of(ByteBuffer.wrap(message)), sum::addAndGet);
    return sum.get();
  }

  /** Elements beyond the shape are counted, not built. */
  @Test
  void read_moreElementsThanTheShapeSays_allocateNothing() {
    var message = message(Datatype.INT64, 1).setInts(ints()).build().toByteArray();

    assertThatThrownBy(() -> read(message))
        .hasMessage("x: 1000 elements for INT64 [1] (expected: 1)");
    assertThat(Allocated.by(() -> refused(message))).isLessThan(8 * MANY);
  }

  private static void refused(byte[] message) {
    try {
      read(message);
    } catch (InvalidTensorException expected) {
      return;
    }
    throw new AssertionError("it was read");
  }

  /** The margin is the size of a hundred objects, and constant. */
  private static void assertCost(dev.serin.v1.Tensor.Builder builder, long bytes) {
    var message = builder.build().toByteArray();
    var warm = read(message);
    assertThat(warm.shape().elements()).isEqualTo(MANY);

    assertThat(Allocated.by(() -> read(message))).isBetween(bytes, bytes + 3_000);
  }

  private static Bools bools() {
    return Bools.newBuilder().addAllValues(Collections.nCopies(MANY, true)).build();
  }

  private static Ints ints() {
    return Ints.newBuilder().addAllValues(Collections.nCopies(MANY, 1L)).build();
  }

  private static UInts uints() {
    return UInts.newBuilder().addAllValues(Collections.nCopies(MANY, 1L)).build();
  }

  private static Floats floats() {
    return Floats.newBuilder().addAllValues(Collections.nCopies(MANY, 1f)).build();
  }

  private static Doubles doubles() {
    return Doubles.newBuilder().addAllValues(Collections.nCopies(MANY, 1.0)).build();
  }

  private static Strings strings(String value, int count) {
    return Strings.newBuilder().addAllValues(Collections.nCopies(count, value)).build();
  }

  private static byte[] unknown(int count) {
    var field = UnknownFieldSet.Field.newBuilder();
    for (int i = 0; i < count; i++) {
      field.addVarint(1);
    }
    return message(Datatype.INT8, 1)
        .setRaw(ByteString.copyFrom(new byte[1]))
        .setUnknownFields(
            UnknownFieldSet.newBuilder().addField(99, field.build()).build())
        .build()
        .toByteArray();
  }

  private static Tensor read(byte[] message) {
    return requireNonNull(
        TensorReader.read(List.of(ByteBuffer.wrap(message)), bytes -> {}).get("x"));
  }

  private static dev.serin.v1.Tensor.Builder message(Datatype type, long... sizes) {
    var message = dev.serin.v1.Tensor.newBuilder().setName("x").setDatatype(type);
    for (long size : sizes) {
      message.addShape(size);
    }
    return message;
  }

  private static byte[] floats(float value) {
    return ByteBuffer.allocate(4)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putFloat(value)
        .array();
  }

  private static byte[] typed(int field, Fields fields) throws IOException {
    return bytes(out -> out.writeByteArray(field, bytes(fields)));
  }

  private static byte[] join(dev.serin.v1.Tensor.Builder start, byte[]... rest) throws IOException {
    var joined = new ByteArrayOutputStream();
    joined.write(start.build().toByteArray());
    for (var bytes : rest) {
      joined.write(bytes);
    }
    return joined.toByteArray();
  }

  private static byte[] bytes(Fields fields) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  /** Writes the fields of a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }
}
