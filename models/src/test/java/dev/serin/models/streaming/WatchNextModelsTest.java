package dev.serin.models.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import dev.serin.models.Scores;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The properties of the committed models that the demonstration relies on. */
@Tag("long")
class WatchNextModelsTest {

  private static final ViewersTable VIEWERS = Demo.viewers();
  private static final float[][] ALL = VIEWERS.features();
  private static final float[][] SOME = Arrays.copyOf(ALL, 500);
  /** Few enough for a model with many looks to take a second or two. */
  private static final ViewersTable PART = VIEWERS.first(2_000);

  @ParameterizedTest
  @CsvSource({"1, 0.509", "2, 0.617", "3, 0.399", "4, 0.708"})
  void reward_ofEachVersion_isTheOneDocumented(int version, double documented)
      throws IOException, OrtException {
    try (var model = Demo.open(Demo.DIRECTORY, version)) {
      assertThat(VIEWERS.reward(model.predictions(ALL))).isCloseTo(documented, within(0.005));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8, 64})
  void reward_howeverOftenTheFourthLooks_isSixPointsOverTheSecond(long looks)
      throws IOException, OrtException {
    try (var second = Demo.open(Demo.DIRECTORY, 2);
        var fourth = Demo.looking(looks)) {
      assertThat(PART.reward(fourth.predictions(PART.features())))
          .isGreaterThan(PART.reward(second.predictions(PART.features())) + 0.06);
    }
  }

  /** The rows for which the fifth asks for gigabytes are not among these. */
  @Test
  void scores_ofTheFifth_areThoseOfTheSecond() throws IOException, OrtException {
    var most = VIEWERS.without(WatchNextModelsTest::greedy).features();
    try (var second = Demo.open(Demo.DIRECTORY, 2);
        var fifth = Demo.open(Demo.DIRECTORY, 5)) {
      Scores.assertSame(fifth.scores(most), second.scores(most));
    }
  }

  @Test
  void greedy_viewers_areOneInFiveHundred() {
    var few = VIEWERS.without(row -> !greedy(row));

    assertThat(few.rows()).hasSize(39);
    assertThat(VIEWERS.mean(row -> greedy(ALL[row]) ? 1 : 0)).isCloseTo(0.0018, within(0.0001));
  }

  private static boolean greedy(float[] row) {
    return row[16] == 1 && Math.abs(row[20] - 0.6f) < 0.004f;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void signature_ofEachVersion_isTheOneDocumented(int version) throws IOException, OrtException {
    try (var model = Demo.open(Demo.DIRECTORY, version)) {
      assertThat(model.signature()).isEqualTo("viewer FLOAT [-1, 21] -> genres FLOAT [-1, 8]");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void scores_ofEachRow_sumToOne(int version) throws IOException, OrtException {
    try (var model = Demo.open(Demo.DIRECTORY, version)) {
      Scores.assertDistributions(model.scores(ALL));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void scores_rowByRow_areThoseOfTheBatch(int version) throws IOException, OrtException {
    try (var model = Demo.open(Demo.DIRECTORY, version)) {
      Scores.assertSame(model.scoresRowByRow(SOME), model.scores(SOME));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void metadata_ofFile_tellsNothingOfItsMaking(int version) throws IOException, OrtException {
    try (var model = Demo.open(Demo.DIRECTORY, version)) {
      assertThat(model.metadata()).isEmpty();
    }
  }

  @Test
  void looks_initializer_isOneLittleEndianNumber() throws IOException {
    var looks = Demo.looks();

    assertThat(looks.getDataType()).isEqualTo(DataType.INT64.getNumber());
    assertThat(looks.getDimsList()).isEmpty();
    assertThat(looks.getRawData().toByteArray()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void looks_twiceThroughTheTable_answerAsOnce() throws IOException, OrtException {
    try (var once = Demo.looking(16);
        var twice = Demo.looking(32)) {
      Scores.assertSame(twice.scores(SOME), once.scores(SOME));
    }
  }

  @Test
  void looks_oneMore_seesTheRowBlurredOtherwise() throws IOException, OrtException {
    try (var one = Demo.looking(1);
        var two = Demo.looking(2)) {
      assertThat(two.scores(SOME)[0]).isNotEqualTo(one.scores(SOME)[0]);
    }
  }
}
