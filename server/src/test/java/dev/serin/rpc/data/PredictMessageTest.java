package dev.serin.rpc.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.serin.rpc.Allocated;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.Tensors;
import dev.serin.rpc.UnreadableException;
import dev.serin.serving.InFlightBytes;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.Tensor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictMessageTest {
  /** The most memory per byte received. */
  private static final int MOST = 32;

  private static final PredictRequest REQUEST = PredictRequest.newBuilder()
      .setModel("m\u00f6del")
      .setVersion(-7)
      .setUserId("alice")
      .addInputs(Tensor.newBuilder().setName("a"))
      .addInputs(Tensor.newBuilder().setName("b"))
      .addOutputs("y")
      .setRequestId("r")
      .setTypedOutputs(true)
      .build();

  @Test
  void parse_isWhatWasSent() {
    var message = parse(REQUEST.toByteArray());

    assertThat(message.model()).isEqualTo("m\u00f6del");
    assertThat(message.version()).hasValue(-7);
    assertThat(message.userId()).isEqualTo("alice");
    assertThat(message.inputs().count()).isEqualTo(2);
    assertThat(message.outputs(1)).containsExactly("y");
    assertThat(message.requestId()).isEqualTo("r");
    assertThat(message.typedOutputs()).isTrue();
  }

  @Test
  void parse_nothing_isACallOfNothing() {
    var message = parse(new byte[0]);

    assertThat(message.model()).isEmpty();
    assertThat(message.version()).isEmpty();
    assertThat(message.inputs().count()).isZero();
  }

  /** Fields come in any order, and the last of several counts. */
  @Test
  void parse_modelAfterTheTensors_isRead() {
    var tensors = REQUEST.toBuilder().setModel("other").build().toByteString();
    var model = PredictRequest.newBuilder().setModel("m").build().toByteString();

    assertThat(parse(tensors.concat(model).toByteArray()).model()).isEqualTo("m");
  }

  @Test
  void inputs_moreThanTheModelHas_areRefusedBeforeOneIsBuilt() {
    var message = parse(inputs(300));

    assertThatThrownBy(() -> message.inputs().check(3))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage(
            "INVALID_ARGUMENT: inputs: 300 (expected: at most 3, as many as the model has)");
  }

  /** Without the bound 63 MiB of them take 2.2 GB and an event loop for 9.5 s. */
  @Test
  void parse_moreInputsThanAnyModelHas_areRefusedAtTheFirstTooMany() {
    var bytes = inputs(1 << 20);

    long allocated = Allocated.by(() -> assertThatThrownBy(() -> parse(bytes))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("inputs: more than 4096 (expected: at most 4096"));

    assertThat(allocated).isLessThan((long) MOST * bytes.length);
  }

  /** Repeating a singular field costs time too. */
  @Test
  void parse_aFieldThatComesAgainAndAgain_isRefusedAtABound() {
    var bytes = new byte[200_000];
    Arrays.fill(bytes, (byte) 0);
    for (int i = 0; i < bytes.length; i += 2) {
      // Field 3, the user id, without bytes.
      bytes[i] = 0x1a;
    }

    assertThatThrownBy(() -> parse(bytes))
        .hasMessageContaining("fields: more than 8320 (expected: at most 8320)");
  }

  @Test
  void outputs_moreThanTheModelHas_areRefusedBeforeOneIsBuilt() {
    var request = PredictRequest.newBuilder();
    IntStream.range(0, 300).forEach(i -> request.addOutputs(""));
    var message = parse(request.build().toByteArray());

    assertThatThrownBy(() -> message.outputs(2))
        .hasMessageContaining("outputs: 300 (expected: at most 2, as many as the model has)");
  }

  @Test
  void parse_cutAnywhere_isUnreadableOrAnotherCall() {
    var bytes = REQUEST.toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      assertSame(Arrays.copyOf(bytes, length));
    }
  }

  /** The reader accepts and refuses the same bytes as protobuf, except for groups and counts. */
  @Test
  void parse_bytesThatWereChanged_areReadAsTheLibraryDoes() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var bytes = REQUEST.toByteArray();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      assertSame(bytes);
    }
  }

  private static void assertSame(byte[] bytes) {
    PredictMessage message;
    try {
      message = parse(bytes);
      message.model();
      message.userId();
      message.requestId();
      message.outputs(9);
      Tensors.read(message.inputs());
    } catch (RuntimeException refused) {
      return;
    }
    try {
      var library = PredictRequest.parseFrom(bytes);
      assertThat(message.model()).isEqualTo(library.getModel());
      assertThat(message.userId()).isEqualTo(library.getUserId());
      assertThat(message.outputs(9)).isEqualTo(library.getOutputsList());
      assertThat(message.typedOutputs()).isEqualTo(library.getTypedOutputs());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("the library refuses " + Arrays.toString(bytes), e);
    }
  }

  @Test
  void parse_aFieldOfAnotherType_isUnreadable() {
    // Field 4, inputs, as a number.
    assertThatThrownBy(() -> parse(new byte[] {0x20, 1})).isInstanceOf(UnreadableException.class);
  }

  private static byte[] inputs(int count) {
    var request = PredictRequest.newBuilder().setModel("m");
    IntStream.range(0, count).forEach(i -> request.addInputs(Tensor.getDefaultInstance()));
    return request.build().toByteArray();
  }

  private static PredictMessage parse(byte[] bytes) {
    var room = new InFlightBytes(1 << 30).open();
    return new PredictMessage.Marshaller()
        .parse(MessageBytes.plain(new ByteArrayInputStream(bytes), room, 0));
  }
}
