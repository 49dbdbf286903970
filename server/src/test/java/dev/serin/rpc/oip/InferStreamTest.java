package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.rpc.FakeObserver;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.StatusTable;
import dev.serin.serving.InFlightBytes;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InferStreamTest {
  private static final int ROOM = Integer.MAX_VALUE;

  private final InFlightBytes inFlight = new InFlightBytes(1L << 30);
  private final FakeObserver<StreamAnswer> caller = new FakeObserver<>();
  private final List<InferStream.Request> served = new ArrayList<>();
  private final InferStream stream =
      new InferStream(caller, (message, request) -> serve(message, request), false);

  private void serve(InferMessage message, InferStream.Request request) {
    message.chargeTo(request.room());
    served.add(request);
  }

  @Test
  void answers_inAnyOrder_areSentInThatOfTheRequests() {
    caller.room = ROOM;
    send("a", "b", "c");

    answer(2);
    answer(1);
    assertThat(ids()).isEmpty();
    answer(0);

    assertThat(ids()).containsExactly("a", "b", "c");
  }

  @Test
  void requests_areReadOneByOneUntilTooManyAreOpen() {
    caller.room = ROOM;
    caller.ready.run();

    while (served.size() < caller.requested) {
      send("x");
    }

    assertThat(served).hasSize(InferStream.MOST);
    answer(0);
    assertThat(caller.requested).isEqualTo(InferStream.MOST + 1);
  }

  @Test
  void requests_areReadUntilTheyHoldTooManyBytes() {
    caller.room = ROOM;
    caller.ready.run();

    while (served.size() < caller.requested) {
      stream.onNext(message("x", 1 << 20));
    }

    assertThat(served).hasSize((int) (InferStream.MOST_BYTES >> 20));
  }

  @Test
  void answers_thatTheCallerDoesNotRead_areKeptAndHoldUpFurtherRequests() {
    caller.ready.run();
    while (served.size() < caller.requested) {
      send("x");
      answer(served.size() - 1);
    }

    assertThat(served).hasSize(InferStream.MOST);
    assertThat(caller.sent).isEmpty();
    caller.room = 1;
    caller.ready.run();

    assertThat(caller.sent).hasSize(1);
    assertThat(caller.requested).isEqualTo(InferStream.MOST + 1);
  }

  @Test
  void error_isAnAnswerWithTheId() {
    caller.room = ROOM;
    send("a", "b");

    served.get(0).refuse(StatusTable.error(Status.NOT_FOUND, "none"));
    answer(1);

    assertThat(messages())
        .extracting(ModelStreamInferResponse::getErrorMessage)
        .containsExactly("none", "");
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void error_ofACallerThatWantsItAsStatus_endsTheStream() {
    caller.room = ROOM;
    var strict = new InferStream(caller, this::serve, true);
    strict.onNext(message("a", 1));
    strict.onNext(message("b", 1));

    served.get(0).refuse(StatusTable.error(Status.NOT_FOUND, "none"));

    assertThat(caller.errors).containsExactly(Status.Code.NOT_FOUND);
    assertThat(served.get(1).caller().isGone()).isTrue();
    answer(1);
    assertThat(caller.sent).isEmpty();
    assertThat(inFlight.bytes()).isZero();
  }

  @Test
  void onCompleted_waitsForTheAnswers() {
    caller.room = ROOM;
    send("a");

    stream.onCompleted();
    assertThat(caller.completed).isFalse();
    answer(0);

    assertThat(caller.completed).isTrue();
    assertThat(inFlight.bytes()).isZero();
  }

  @Test
  void cancel_letsAllRequestsGo() {
    caller.room = ROOM;
    send("a", "b");
    assertThat(inFlight.bytes()).isPositive();

    caller.cancel.run();

    assertThat(served).allMatch(request -> request.caller().isGone());
    assertThat(inFlight.bytes()).isZero();
  }

  @Test
  void request_afterTheStreamEnded_isLetGo() {
    caller.cancel.run();

    send("a");

    assertThat(served.get(0).caller().isGone()).isTrue();
    assertThat(inFlight.bytes()).isZero();
  }

  private void send(String... ids) {
    for (var id : ids) {
      stream.onNext(message(id, 1));
    }
  }

  private void answer(int index) {
    served.get(index).answer(TestAnswers.empty(served.get(index).id()));
  }

  private List<String> ids() {
    return messages().stream().map(each -> each.getInferResponse().getId()).toList();
  }

  private List<ModelStreamInferResponse> messages() {
    return caller.sent.stream().map(InferStreamTest::parse).toList();
  }

  private static ModelStreamInferResponse parse(StreamAnswer answer) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = CodedOutputStream.newInstance(bytes);
      answer.write(out);
      out.flush();
      return ModelStreamInferResponse.parseFrom(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a request of about this size. */
  private InferMessage message(String id, int size) {
    var bytes = ModelInferRequest.newBuilder()
        .setId(id)
        .addRawInputContents(ByteString.copyFrom(new byte[size]))
        .build()
        .toByteArray();
    var ofStream = inFlight.open();
    var message = new InferMessage.Marshaller()
        .parse(MessageBytes.plain(new ByteArrayInputStream(bytes), ofStream, 0));
    ofStream.left();
    return message;
  }
}
