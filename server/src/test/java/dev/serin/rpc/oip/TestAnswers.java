package dev.serin.rpc.oip;

import dev.serin.model.Role;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import dev.serin.serving.PredictResult;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers of a version of a model, under revision 7 and with the prediction id {@code p}. */
final class TestAnswers {
  private TestAnswers() {}

  static InferAnswer of(
      String model, Served served, Map<String, Tensor> outputs, InferAnswer.Form form) {
    var call = new CallRecord(
        model,
        Optional.of(served),
        OptionalLong.empty(),
        1,
        CallStatus.OK,
        Fault.NONE,
        new Timing(1, 0, 0, 1),
        OptionalLong.empty());
    return new InferAnswer(new PredictResult.Answer(call, "p", outputs), outputs, form);
  }

  /** Returns an answer without outputs to the request of an id. */
  static InferAnswer empty(String id) {
    var served = new Served(1, Role.STABLE, 7);
    return of("m", served, Map.of(), new InferAnswer.Form(id, false, false));
  }
}
