package dev.serin.conformance;

import ai.onnxruntime.OrtException;
import dev.serin.model.PredictionException;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One model of the test data, called through Serin. If it does not answer as expected, plain ONNX
 * Runtime gets the same call.
 */
final class Trial {
  /** Enough that random answers differ at least once. */
  private static final int CALLS = 16;

  private final Way way;
  private final TestModel model;

  Trial(Way way, TestModel model) {
    this.way = way;
    this.model = model;
  }

  /** Calls the model and returns how it fared. */
  Result run() throws IOException, OrtException {
    var status = way.status(model);
    if (status.loaded().isEmpty()) {
      return refused(status.reason());
    }
    var answers = new ArrayList<Map<String, Tensor>>();
    try {
      for (int i = 0; i < CALLS; i++) {
        answers.add(way.predict(model, model.call()));
      }
    } catch (PredictionException | InvalidTensorException e) {
      return failed(String.valueOf(e.getMessage()));
    }
    return differ(answers) ? judgeVarying(answers.get(0)) : judgeSteady(answers.get(0));
  }

  /** Judges an answer that every call gets. */
  private Result judgeSteady(Map<String, Tensor> answer) throws IOException, OrtException {
    var difference = Differences.between(answer, model.answer(answer.keySet()));
    if (difference.isPresent()) {
      boolean asPlain = Differences.between(answer, plainAnswers().get(0)).isEmpty();
      return new Result(asPlain ? Outcome.AS_PLAIN : Outcome.WRONG, difference.get());
    }
    for (var output : model.outputs()) {
      if (!output.isIn(answer.keySet())) {
        return new Result(Outcome.PARTLY, "without " + output.name());
      }
    }
    return new Result(Outcome.EQUAL, "");
  }

  /** Judges one of several answers that the same call gets. */
  private Result judgeVarying(Map<String, Tensor> answer) throws IOException, OrtException {
    var plain = plainAnswers();
    boolean random = differ(plain) && Differences.alike(answer, plain.get(0));
    return new Result(random ? Outcome.RANDOM : Outcome.WRONG, "answers differ");
  }

  private Result refused(String reason) throws IOException {
    boolean noTensors = !model.inputs().stream().allMatch(Declared::isTensor)
        || model.outputs().stream().noneMatch(Declared::isTensor);
    return noTensors ? new Result(Outcome.NO_TENSORS, reason) : failed(reason);
  }

  private Result failed(String reason) throws IOException {
    try {
      var unused = plainAnswers();
      return new Result(Outcome.WRONG, reason);
    } catch (OrtException e) {
      return new Result(Outcome.PLAIN_FAILS, String.valueOf(e.getMessage()));
    }
  }

  private List<Map<String, Tensor>> plainAnswers() throws IOException, OrtException {
    var answers = new ArrayList<Map<String, Tensor>>();
    try (var plain = new PlainRuntime(model.file())) {
      for (int i = 0; i < CALLS; i++) {
        answers.add(plain.run(model.call()));
      }
    }
    return answers;
  }

  private static boolean differ(List<Map<String, Tensor>> answers) {
    return answers.stream()
        .anyMatch(answer -> Differences.between(answer, answers.get(0)).isPresent());
  }
}
