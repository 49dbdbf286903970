package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.BatchLimit;
import dev.serin.model.GivenCall;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {

  @ParameterizedTest
  @EnumSource(DataType.class)
  void run_anyType_fitsTheSignature(DataType type) throws Exception {
    var echo = new Echo(new TensorSpec("x", type, Shape.of(Shape.ANY, 3)));

    assertThat(run(echo)).isEmpty();

    assertThat(echo.seen).hasSizeGreaterThanOrEqualTo(3).allSatisfy(tensor -> {
      assertThat(tensor.type()).isEqualTo(type);
      assertThat(tensor.shape()).isEqualTo(Shape.of(1, 3));
    });
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FP16", "BF16", "FP32", "FP64"})
  void run_realNumbers_differAndAreFinite(DataType type) throws Exception {
    var echo = new Echo(new TensorSpec("x", type, Shape.of(64)));

    assertThat(run(echo)).isEmpty();

    var data = echo.seen.get(0).data();
    assertThat(IntStream.range(0, 64)
            .mapToObj(i -> data.slice(i * type.bytes(), type.bytes()))
            .distinct())
        .hasSize(64);
  }

  @Test
  void run_halves_areWhatTheyShallBe() throws Exception {
    var echo = new Echo(new TensorSpec("x", DataType.FP16, Shape.of(3)));

    assertThat(run(echo)).isEmpty();

    // 1/64, 30/64 and 59/64, as numpy has them.
    var data = echo.seen.get(0).data();
    assertThat(data.getShort(0)).isEqualTo((short) 0x2400);
    assertThat(data.getShort(2)).isEqualTo((short) 0x3780);
    assertThat(data.getShort(4)).isEqualTo((short) 0x3b60);
  }

  @ParameterizedTest
  @CsvSource({
    "FP16, 7c00, Infinity",
    "FP16, 7e01, NaN",
    "BF16, 7f80, Infinity",
    "BF16, ffc0, NaN",
    "FP32, 7f800000, Infinity",
    "FP32, ffc00001, NaN",
    "FP64, 7ff8000000000000, NaN"
  })
  void run_outputNotFinite_isNoted(DataType type, String bits, String text) throws Exception {
    assertThat(run(new Constant(type, type, bits)))
        .hasValue("warm-up: output y: " + text
            + " for a generated input; real inputs may give finite values");
  }

  @ParameterizedTest
  @CsvSource({
    "FP16, 7bff",
    "BF16, ff7f",
    "FP32, 7f7fffff",
    "FP64, ffefffffffffffff",
    "FP16, fc00",
    "BF16, ff80",
    "FP32, ff800000",
    "FP64, fff0000000000000"
  })
  void run_largestNumbersAndMinusInfinity_pass(DataType type, String bits) throws Exception {
    assertThat(run(new Constant(type, type, bits))).isEmpty();
  }

  @Test
  void run_outputOfAnotherType_isRejected() {
    var predictor = new Constant(DataType.FP32, DataType.INT32, "00000001");

    assertThatThrownBy(() -> run(predictor))
        .isInstanceOf(RejectedException.class)
        .hasMessage("warm-up: output y: INT32 (expected: FP32)");
  }

  /** As a convolution over time does: the kernel is longer than 4, and the stride is 4. */
  @Test
  void run_lengthMustBeLongEnough_findsOne() throws Exception {
    var picky = new Picky(spec("b", "1", "t"), shape -> shape.size(2) > 4);

    assertThat(run(picky)).isEmpty();

    assertThat(picky.seen.get(2).shape()).isEqualTo(Shape.of(1, 1, 64));
  }

  @Test
  void run_longSignalWithoutRows_findsOne() throws Exception {
    var picky = new Picky(spec("t"), shape -> shape.size(0) > 9000);

    assertThat(run(picky)).isEmpty();

    assertThat(picky.seen.get(2).shape()).isEqualTo(Shape.of(16_384));
  }

  @Test
  void run_dimensionsOfOneName_haveOneSize() throws Exception {
    var square = new Picky(spec("b", "n", "n"), shape -> shape.size(1) == 256);

    assertThat(run(square)).isEmpty();

    assertThat(square.seen.get(2).shape()).isEqualTo(Shape.of(1, 256, 256));
  }

  @Test
  void run_nothingRuns_saysWhatWasTriedAndWhyItMattersLittle() throws Exception {
    assertThat(run(new Picky(spec("b", "3"), shape -> shape.size(0) == 3)))
        .hasValueSatisfying(note -> assertThat(note)
            .startsWith("warm-up: no generated input ran (sizes tried for free dimensions: "
                + "1, 1 rows, 2 rows, 64 rows, ")
            .endsWith("): not these sizes; real calls may still run"));
  }

  @Test
  void run_failsWithAllButZeros_passes() throws Exception {
    var picky = new Echo(new TensorSpec("x", DataType.INT64, Shape.of(2))) {
      @Override
      public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
          throws PredictionException {
        var outputs = super.predict(inputs, requested);
        if (outputs.values().iterator().next().data().getLong(8) == 1) {
          throw new PredictionException("index out of range", new IllegalStateException());
        }
        return outputs;
      }
    };

    assertThat(run(picky)).isEmpty();
  }

  @Test
  void run_equalNumbersGiveNone_takesThoseThatDiffer() throws Exception {
    var spread = new Echo(new TensorSpec("x", DataType.FP32, Shape.of(2))) {
      @Override
      public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
          throws PredictionException {
        var data = inputs.values().iterator().next().data();
        float range = data.getFloat(4) - data.getFloat(0);
        return Map.of("x", Tensor.ofFloats(Shape.of(2), 0, data.getFloat(4) / range));
      }
    };

    assertThat(run(spread)).isEmpty();
  }

  @Test
  void run_vocabulary_isWhereInputsComeFrom() throws Exception {
    var echo = new Echo(new TensorSpec("x", DataType.STRING, Shape.of(3))) {
      @Override
      public Vocabulary vocabulary() {
        return new Vocabulary(List.of("red", "green"), List.of(7L));
      }
    };

    assertThat(run(echo)).isEmpty();

    assertThat(echo.seen.get(0).strings()).containsExactly("red", "green", "red");
  }

  @Test
  void run_neverEnds_givesUpAfterAWhile() throws Exception {
    var ticker = new AtomicLong();
    var failing = new Picky(spec("b", "t"), shape -> false);

    var note = WarmUp.run(
        failing, List.of(), limit(failing), false, () -> ticker.addAndGet(1_000_000_000L));

    assertThat(note).hasSize(1);
    assertThat(failing.calls).isEqualTo(3 * 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {Integer.MAX_VALUE, Long.MAX_VALUE})
  void run_rowOfTooManyBytes_isNoted(long size) throws Exception {
    var echo = new Echo(new TensorSpec("x", DataType.INT64, Shape.of(Shape.ANY, size, 2)));

    assertThat(run(echo))
        .hasValueSatisfying(text -> assertThat(text).contains("the inputs are too large"));
  }

  @Test
  void run_givenInput_isRunInPlaceOfMadeUpOnes() throws Exception {
    var picky = new Picky(spec("b", "t"), shape -> shape.size(1) == 77);

    assertThat(runGiven(picky, Shape.of(1, 77))).isEmpty();

    assertThat(picky.calls).isEqualTo(3);
  }

  @Test
  void run_rowsThatDoNotDependOnEachOther_mayShareRuns() throws Exception {
    var echo = new Echo(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 64)));
    var limit = limit(echo);

    WarmUp.run(echo, List.of(), limit, false, () -> 0);

    assertThat(limit.passed()).isTrue();
  }

  @Test
  void run_sharedRunsWithOtherAnswers_areTurnedOff() throws Exception {
    var echo = new Echo(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 64))) {
      @Override
      public List<Map<String, Tensor>> predict(
          List<Map<String, Tensor>> requests,
          List<String> requested,
          Duration limit,
          LongConsumer room)
          throws PredictionException {
        // As a model that normalises over the rows.
        var first = predict(requests.get(0), requested);
        return Collections.nCopies(requests.size(), first);
      }
    };
    var limit = limit(echo);

    WarmUp.run(echo, List.of(), limit, false, () -> 0);

    assertThat(limit.off()).hasValueSatisfying(why -> assertThat(why).contains("differs"));
  }

  /** A call of one row has no other to compare it with; the first real calls will do. */
  @Test
  void run_givenInputOfOneRow_leavesTheComparisonToRealCalls() throws Exception {
    var echo = new Echo(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 2)));
    var limit = limit(echo);
    var one = GivenCall.of("warmup.json", Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, 2)));

    WarmUp.run(echo, List.of(one), limit, false, () -> 0);
    assertThat(limit.unchecked()).isTrue();

    var two = GivenCall.of("warmup.json", Map.of("x", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4)));
    WarmUp.run(echo, List.of(two), limit, false, () -> 0);
    assertThat(limit.passed()).isTrue();
  }

  @Test
  void run_givenInputThatDoesNotFit_isNotedAndOthersAreMadeUp() throws Exception {
    var picky = new Picky(spec("b", "3"), shape -> true);

    assertThat(runGiven(picky, Shape.of(1, 4)))
        .containsExactly("warm-up: warmup.json: x: FP32 [1,4] (expected: FP32 [-1,3])");
    assertThat(picky.calls).isGreaterThanOrEqualTo(3);
  }

  @Test
  void run_givenInputThatFails_isNotedAndOthersAreMadeUp() throws Exception {
    var picky = new Picky(spec("b", "t"), shape -> shape.size(0) == 1);

    assertThat(runGiven(picky, Shape.of(2, 1)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("warm-up: warmup.json: ");
  }

  @Test
  void run_givenFileThatIsWrong_isNoted() throws Exception {
    var picky = new Picky(spec("b", "t"), shape -> true);
    var wrong = GivenCall.wrong("warmup.json", "not JSON");

    assertThat(WarmUp.run(picky, List.of(wrong), limit(picky), false, () -> 0))
        .containsExactly("warm-up: warmup.json: not JSON");
  }

  private static List<String> runGiven(Predictor predictor, Shape shape) throws Exception {
    var elements = new float[(int) shape.elements()];
    var given = GivenCall.of("warmup.json", Map.of("x", Tensor.ofFloats(shape, elements)));
    return WarmUp.run(predictor, List.of(given), limit(predictor), false, () -> 0);
  }

  private static Optional<String> run(Predictor predictor) throws RejectedException {
    return WarmUp.run(predictor, List.of(), limit(predictor), false, () -> 0).stream()
        .reduce((one, other) -> one + "; " + other);
  }

  /** An input whose dimensions have these names, or sizes. */
  private static TensorSpec spec(String... dimensions) {
    var sizes = Arrays.stream(dimensions)
        .mapToLong(
            name -> name.chars().allMatch(Character::isDigit) ? Long.parseLong(name) : Shape.ANY)
        .toArray();
    var names = Arrays.stream(dimensions)
        .map(name -> name.chars().allMatch(Character::isDigit) ? "" : name)
        .toList();
    return new TensorSpec("x", DataType.FP32, Shape.of(sizes), names, false);
  }

  /** Returns its input, if the shape is right. */
  private static final class Picky extends Echo {
    private final Predicate<Shape> likes;
    private int calls;

    Picky(TensorSpec spec, Predicate<Shape> likes) {
      super(spec);
      this.likes = likes;
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
        throws PredictionException {
      calls++;
      if (!likes.test(inputs.values().iterator().next().shape())) {
        throw new PredictionException("not these sizes", new IllegalStateException());
      }
      return super.predict(inputs, requested);
    }
  }

  private static BatchLimit limit(Predictor predictor) {
    return BatchLimit.of(predictor.signature());
  }

  /** Returns its input. */
  private static class Echo implements Predictor {
    final List<Tensor> seen = new ArrayList<>();
    private final TensorSpec spec;

    Echo(TensorSpec spec) {
      this.spec = spec;
    }

    @Override
    public Signature signature() {
      return new Signature(List.of(spec), List.of(spec));
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
        throws PredictionException {
      signature().check(inputs, requested);
      seen.addAll(inputs.values());
      return inputs;
    }

    @Override
    public void close() {}
  }

  /** Returns one scalar for any input. */
  private record Constant(DataType declared, DataType type, String bits) implements Predictor {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of(new TensorSpec("y", declared, Shape.of())));
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      var eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      eight.putLong(0, Long.parseUnsignedLong(bits, 16));
      return Map.of("y", Tensor.of(type, Shape.of(), eight.limit(type.bytes())));
    }

    @Override
    public void close() {}
  }
}
