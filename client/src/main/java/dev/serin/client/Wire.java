package dev.serin.client;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import dev.serin.v1.DescribeRequest;
import dev.serin.v1.DescribeResponse;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.Metadata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Converts the values of the data port, and those of both ports, to and from the generated
 * messages.
 */
final class Wire {
  private static final Metadata.Key<byte[]> USER_ID =
      Metadata.Key.of("x-user-id-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Wire() {}

  static PredictRequest predictRequest(PredictCall call) {
    var request = PredictRequest.newBuilder()
        .setModel(call.model())
        .addAllOutputs(call.outputs())
        .setRequestId(call.requestId());
    call.version().ifPresent(request::setVersion);
    call.inputs().forEach(input -> request.addInputs(tensor(input)));
    return request.build();
  }

  /** Sends the user id as bytes, because a text header would replace characters outside ASCII. */
  static Metadata userId(PredictCall call) {
    var headers = new Metadata();
    if (!call.userId().isEmpty()) {
      headers.put(USER_ID, Utf8.encode(call.userId()));
    }
    return headers;
  }

  static Prediction prediction(PredictResponse response) {
    var outputs = new LinkedHashMap<String, Tensor>();
    for (var output : response.getOutputsList()) {
      outputs.put(output.getName(), tensor(output));
    }
    return new Prediction(
        response.getModel(),
        response.getVersion(),
        role(response.getRole()),
        response.getRevision(),
        response.getPredictionId(),
        outputs,
        duration(response.getServerTime()));
  }

  static DescribeRequest describeRequest(PredictCall call) {
    var request = DescribeRequest.newBuilder().setModel(call.model());
    call.version().ifPresent(request::setVersion);
    return request.build();
  }

  static Description description(DescribeResponse response) {
    return new Description(
        response.getModel(),
        response.getVersion(),
        specs(response.getInputsList()),
        specs(response.getOutputsList()));
  }

  static List<TensorSpec> specs(List<dev.serin.v1.TensorSpec> specs) {
    return specs.stream()
        .map(spec -> new TensorSpec(
            spec.getName(),
            datatype(spec.getName(), spec.getDatatype()),
            spec.getShapeList(),
            spec.getOptional(),
            spec.getClassesList()))
        .toList();
  }

  static SubmitFeedbackRequest feedbackRequest(Feedback feedback) {
    var request = SubmitFeedbackRequest.newBuilder();
    if (feedback.subject() instanceof Feedback.Subject.CallerRequest named) {
      request.setRequest(SubmitFeedbackRequest.CallerRequest.newBuilder()
          .setModel(named.model())
          .setRequestId(named.requestId()));
    } else if (feedback.subject() instanceof Feedback.Subject.PredictionId prediction) {
      request.setPredictionId(prediction.id());
    }
    feedback.row().ifPresent(request::setRow);
    setLabel(request, feedback.label());
    return request.build();
  }

  static FeedbackResult feedbackResult(SubmitFeedbackResponse response) {
    Optional<FeedbackResult.ServedBy> servedBy = response.getModel().isEmpty()
        ? Optional.empty()
        : Optional.of(new FeedbackResult.ServedBy(
            response.getModel(), response.getVersion(), role(response.getRole())));
    return new FeedbackResult(result(response.getResult()), response.getMessage(), servedBy);
  }

  static Role role(dev.serin.v1.Role role) {
    return switch (role) {
      case STABLE -> Role.STABLE;
      case CANARY -> Role.CANARY;
      case PINNED -> Role.PINNED;
      case ROLE_UNSPECIFIED, UNRECOGNIZED -> Role.UNKNOWN;
    };
  }

  static Datatype datatype(String name, dev.serin.v1.Tensor.Datatype datatype) {
    return switch (datatype) {
      case UNSPECIFIED, UNRECOGNIZED ->
        throw new IllegalArgumentException(
            name + ": datatype " + datatype + " (expected: one that this library knows)");
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

  private static dev.serin.v1.Tensor.Datatype datatype(Datatype datatype) {
    return switch (datatype) {
      case BOOL -> dev.serin.v1.Tensor.Datatype.BOOL;
      case UINT8 -> dev.serin.v1.Tensor.Datatype.UINT8;
      case UINT16 -> dev.serin.v1.Tensor.Datatype.UINT16;
      case UINT32 -> dev.serin.v1.Tensor.Datatype.UINT32;
      case UINT64 -> dev.serin.v1.Tensor.Datatype.UINT64;
      case INT8 -> dev.serin.v1.Tensor.Datatype.INT8;
      case INT16 -> dev.serin.v1.Tensor.Datatype.INT16;
      case INT32 -> dev.serin.v1.Tensor.Datatype.INT32;
      case INT64 -> dev.serin.v1.Tensor.Datatype.INT64;
      case FP16 -> dev.serin.v1.Tensor.Datatype.FP16;
      case FP32 -> dev.serin.v1.Tensor.Datatype.FP32;
      case FP64 -> dev.serin.v1.Tensor.Datatype.FP64;
      case STRING -> dev.serin.v1.Tensor.Datatype.STRING;
      case BF16 -> dev.serin.v1.Tensor.Datatype.BF16;
    };
  }

  static java.time.Duration duration(Duration duration) {
    return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static OptionalDouble present(boolean present, double value) {
    return present ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static dev.serin.v1.Tensor tensor(Tensor tensor) {
    return dev.serin.v1.Tensor.newBuilder()
        .setName(tensor.name())
        .setDatatype(datatype(tensor.datatype()))
        .addAllShape(tensor.shape())
        .setRaw(UnsafeByteOperations.unsafeWrap(tensor.raw()))
        .build();
  }

  private static Tensor tensor(dev.serin.v1.Tensor tensor) {
    return new Tensor(
        tensor.getName(),
        datatype(tensor.getName(), tensor.getDatatype()),
        tensor.getShapeList(),
        tensor.getRaw().asReadOnlyByteBuffer());
  }

  private static void setLabel(SubmitFeedbackRequest.Builder request, Label label) {
    if (label instanceof Label.ClassName name) {
      request.setLabel(name.name());
    } else if (label instanceof Label.ClassIndex index) {
      request.setClassIndex(index.index());
    } else if (label instanceof Label.Value value) {
      request.setNumber(value.value());
    } else if (label instanceof Label.Reward reward) {
      request.setReward(reward.reward());
    }
  }

  private static FeedbackResult.Result result(SubmitFeedbackResponse.Result result) {
    return switch (result) {
      case ACCEPTED -> FeedbackResult.Result.ACCEPTED;
      case DUPLICATE -> FeedbackResult.Result.DUPLICATE;
      case UNKNOWN -> FeedbackResult.Result.UNKNOWN;
      case EXPIRED -> FeedbackResult.Result.EXPIRED;
      case INVALID -> FeedbackResult.Result.INVALID;
      case RESULT_UNSPECIFIED, UNRECOGNIZED -> FeedbackResult.Result.UNRECOGNIZED;
    };
  }
}
