package dev.serin.worker;

import dev.serin.model.BatchShapeException;
import dev.serin.model.PredictionException;
import dev.serin.model.RunEndedException;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The messages about runs. */
final class Runs {
  private Runs() {}

  /**
   * A run that is asked for.
   *
   * @param together whether the requests share a run; otherwise there is one
   */
  record Request(
      boolean together, Duration limit, List<String> outputs, List<Map<String, Tensor>> inputs) {
    void write(Message message) {
      message.number(together ? 1 : 0).number(limit.toNanos()).texts(outputs);
      message.list(inputs, message::tensors);
    }

    static Request read(Message message) {
      return new Request(
          message.number() == 1,
          Duration.ofNanos(message.number()),
          message.texts(),
          message.list(message::tensors));
    }
  }

  /** About how many bytes a message with these tensors has. */
  static int leastBytes(List<Map<String, Tensor>> all) {
    int bytes = 256;
    for (var tensors : all) {
      for (var tensor : tensors.values()) {
        bytes = Math.addExact(bytes, tensor.bytes() + 256);
      }
    }
    return bytes;
  }

  /** How a run ended. */
  private enum Kind {
    ANSWERED,
    FAILED,
    ENDED,
    BATCH_SHAPE
  }

  /**
   * Writes the answers of a run.
   *
   * @param workedNanos what the run took in the worker, without waiting for a processor: a process
   *     that is called seldom runs colder, so longer, and so is interrupted more often
   */
  static void answer(Message message, long workedNanos, List<Map<String, Tensor>> answers) {
    message.text(Kind.ANSWERED.name()).number(workedNanos);
    message.list(answers, message::tensors);
  }

  static void failure(Message message, long workedNanos, Exception cause) {
    var kind = cause instanceof RunEndedException
        ? Kind.ENDED
        : cause instanceof BatchShapeException ? Kind.BATCH_SHAPE : Kind.FAILED;
    message.text(kind.name()).number(workedNanos).text(String.valueOf(cause.getMessage()));
  }

  /** What a worker says of a run; the tensors last as long as the message. */
  record Reply(long workedNanos, List<Map<String, Tensor>> answers) {
    /** Throws what the run threw. */
    static Reply read(Message message) throws PredictionException {
      var kind = Kind.valueOf(message.text());
      long workedNanos = message.number();
      return switch (kind) {
        case ANSWERED -> new Reply(workedNanos, message.list(message::tensors));
        case FAILED -> throw new PredictionException(message.text(), null);
        case ENDED -> throw new RunEndedException(message.text(), new InWorker());
        case BATCH_SHAPE -> throw new BatchShapeException(message.text());
      };
    }
  }

  /** Stands for the cause, which stayed in the worker. */
  static final class InWorker extends Exception {
    private static final long serialVersionUID = 1L;

    InWorker() {
      super("in the worker", null, false, false);
    }
  }
}
