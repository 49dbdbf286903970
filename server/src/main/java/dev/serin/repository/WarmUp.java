package dev.serin.repository;

import dev.serin.model.BatchCheck;
import dev.serin.model.BatchLimit;
import dev.serin.model.GivenCall;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.RunEndedException;
import dev.serin.repository.GeneratedInputs.Values;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.NonFinite;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/*
 * Many models do not run with dimensions of one, with equal numbers, or with texts that they do not
 * know. Generated inputs say little about real calls, so a failure here is no reason to refuse a
 * version: sizes and values are tried until one runs and gives finite outputs, in an order that
 * suits most models at once. A run that fails does so early in the model, and costs little.
 */

/**
 * The first runs of a version, on provided or generated inputs: they bring it up to speed and check
 * that it returns the types that it declares. Confined to its caller.
 */
final class WarmUp {
  /** Sizes to try for dimensions of any size, in this order. */
  static final List<Long> SIZES = List.of(
      1L, 2L, 64L, 256L, 4L, 8L, 16L, 32L, 128L, 512L, 1024L, 2048L, 4096L, 8192L, 16_384L, 32_768L,
      65_536L);

  /** Values to try, in this order. */
  private static final List<Values> FIRST = List.of(Values.VARIED, Values.ONES, Values.ZEROS);

  /** The time after which runs are stopped and no other input is tried. */
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** After about so many runs a new process is as fast as it will be. */
  private static final int EXERCISE_RUNS = 3_000;

  /** The longest that these runs may take. */
  private static final long EXERCISE_NANOS = 1_000_000_000L;

  private final Predictor predictor;
  private final GeneratedInputs inputs;
  private final BatchLimit batchLimit;
  private final boolean exercise;
  private final LongSupplier ticker;
  private final long start;
  private final StringJoiner tried = new StringJoiner(", ");
  private String failure = "the inputs are too large";
  private Optional<String> odd = Optional.empty();
  /** Whether a run was stopped at the limit: other inputs would hardly do better. */
  private boolean endless;

  private WarmUp(
      Predictor predictor, BatchLimit batchLimit, boolean exercise, LongSupplier ticker) {
    this.predictor = predictor;
    this.exercise = exercise;
    this.batchLimit = batchLimit;
    this.inputs = new GeneratedInputs(predictor);
    this.ticker = ticker;
    this.start = ticker.getAsLong();
  }

  /**
   * Runs a version on the calls provided for it, or on generated inputs if none of those work, and
   * returns notes for the operator; none if all went well.
   *
   * @param batchLimit learns whether requests may share runs, if two of them ran
   * @param exercise whether a process of its own is to serve calls: its first runs take several
   *     times as long as the later ones
   * @param ticker nanoseconds
   * @throws RejectedException if an output does not have its declared type
   */
  static List<String> run(
      Predictor predictor,
      List<GivenCall> given,
      BatchLimit batchLimit,
      boolean exercise,
      LongSupplier ticker)
      throws RejectedException {
    var warmUp = new WarmUp(predictor, batchLimit, exercise, ticker);
    var notes = new ArrayList<String>();
    boolean worked = false;
    for (var call : given) {
      var problem = call.inputs().isPresent()
          ? warmUp.problem(call.inputs().get(), call.runs())
          : call.problem();
      problem.ifPresent(text -> notes.add("warm-up: " + call.source() + ": " + text));
      worked |= problem.isEmpty();
    }
    if (!worked) {
      warmUp.madeUp().ifPresent(notes::add);
    }
    return notes;
  }

  /** Runs on provided inputs, and returns what is wrong with them or with the outputs. */
  private Optional<String> problem(Map<String, Tensor> given, int runs) throws RejectedException {
    try {
      predictor.signature().check(given, List.of());
    } catch (InvalidTensorException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    var outputs = predict(given);
    if (outputs.isEmpty()) {
      return Optional.of(failure);
    }
    var notFinite = check(outputs.get());
    again(given, runs);
    compareRows(given);
    return notFinite.map(found -> "output " + found + " for this input");
  }

  /** Compares the first row of a call with the others. */
  private void compareRows(Map<String, Tensor> given) {
    long rows = BatchCheck.rows(given);
    if (rows > 1) {
      var first = new HashMap<String, Tensor>();
      var others = new HashMap<String, Tensor>();
      for (var input : given.entrySet()) {
        var parts = input.getValue().split(1, rows - 1);
        first.put(input.getKey(), parts.get(0));
        others.put(input.getKey(), parts.get(1));
      }
      compare(List.of(first, others));
    }
  }

  /** Runs two calls by themselves and together, to learn whether requests may share runs. */
  private void compare(List<Map<String, Tensor>> calls) {
    if (!batchLimit.unchecked() || BatchCheck.same(calls)) {
      return;
    }
    var alone = new ArrayList<Map<String, Tensor>>();
    for (var call : calls) {
      boolean all = call.size() == predictor.signature().inputs().size();
      if (all && BatchCheck.rows(call) > 0) {
        predict(call).ifPresent(alone::add);
      }
    }
    if (alone.size() == calls.size()) {
      batchLimit.checked(BatchCheck.difference(predictor, calls, alone, List.of(), left()));
    }
  }

  /** Runs a call once more, and so on, while there is time. */
  private void again(Map<String, Tensor> call, int runs) {
    repeat(call, runs - 1, PATIENCE_NANOS);
    if (exercise) {
      repeat(call, EXERCISE_RUNS, ticker.getAsLong() - start + EXERCISE_NANOS);
    }
  }

  private void repeat(Map<String, Tensor> call, int runs, long patienceNanos) {
    for (int i = 0; i < runs && ticker.getAsLong() - start <= patienceNanos; i++) {
      var unused = predict(call);
    }
  }

  private Duration left() {
    return Duration.ofNanos(start + PATIENCE_NANOS - ticker.getAsLong());
  }

  private Optional<String> madeUp() throws RejectedException {
    boolean others = inputs.anySize(/* ofRows= */ false);
    for (int rounds = 0; rounds < (inputs.anySize(true) ? 2 : 1); rounds++) {
      boolean manyRows = rounds > 0;
      for (long size : manyRows || others ? SIZES : List.of(1L)) {
        if (ran(manyRows ? size : 1, others ? size : 1)) {
          return odd;
        }
        tried.add(manyRows ? size + " rows" : Long.toString(size));
        if (endless || ticker.getAsLong() - start > PATIENCE_NANOS) {
          return Optional.of(note());
        }
      }
    }
    return Optional.of(note());
  }

  private String note() {
    return "warm-up: no generated input ran (sizes tried for free dimensions: " + tried + "): "
        + failure + "; real calls may still run";
  }

  /**
   * Whether the version runs with these sizes; stops at the first values that give finite outputs.
   */
  private boolean ran(long rows, long others) throws RejectedException {
    boolean ran = false;
    for (var values : FIRST) {
      var made = inputs.of(rows, others, values);
      var outputs = made.isPresent() && !endless
          ? predict(made.get())
          : Optional.<Map<String, Tensor>>empty();
      if (outputs.isEmpty()) {
        continue;
      }
      ran = true;
      var notFinite = check(outputs.get())
          .map(found -> "warm-up: output " + found
              + " for a generated input; real inputs may give finite values");
      if (notFinite.isEmpty()) {
        again(made.get(), GivenCall.RUNS);
        inputs
            .of(rows, others, Values.SHIFTED)
            .ifPresent(second -> compare(List.of(made.get(), second)));
        odd = Optional.empty();
        return true;
      }
      odd = odd.or(() -> notFinite);
    }
    return ran;
  }

  private Optional<Map<String, Tensor>> predict(Map<String, Tensor> made) {
    try {
      return Optional.of(predictor.predict(made, List.of(), left()));
    } catch (PredictionException e) {
      failure = String.valueOf(e.getMessage());
      endless |= e instanceof RunEndedException;
      return Optional.empty();
    }
  }

  /** Checks the types of outputs, and returns one that is not finite, as in {@code y: NaN}. */
  private Optional<String> check(Map<String, Tensor> outputs) throws RejectedException {
    Optional<String> notFinite = Optional.empty();
    for (TensorSpec output : predictor.signature().outputs()) {
      var tensor = outputs.get(output.name());
      if (tensor == null || tensor.type() != output.type()) {
        throw new RejectedException("warm-up: output " + output.name() + ": "
            + (tensor == null ? "nothing" : tensor.type()) + " (expected: " + output.type() + ")");
      }
      notFinite =
          notFinite.or(() -> NonFinite.in(tensor).map(value -> output.name() + ": " + value));
    }
    return notFinite;
  }
}
