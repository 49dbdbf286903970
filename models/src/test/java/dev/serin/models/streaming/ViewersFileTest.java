package dev.serin.models.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The properties of the committed viewers that the demonstration relies on. */
class ViewersFileTest {

  private static final ViewersTable VIEWERS = Demo.viewers();

  @Test
  void header_ofFile_namesColumnsInTheOrderOfTheModels() {
    assertThat(String.join(",", VIEWERS.header()))
        .isEqualTo("viewer,activity,answers,delay_median,delay_sigma,"
            + "x_day_drama,x_day_comedy,x_day_crime,x_day_documentary,"
            + "x_day_kids,x_day_scifi,x_day_sport,x_day_romance,"
            + "x_evening_drama,x_evening_comedy,x_evening_crime,x_evening_documentary,"
            + "x_evening_kids,x_evening_scifi,x_evening_sport,x_evening_romance,"
            + "x_is_evening,x_kids,x_age,x_tv,x_titles,"
            + "finish_drama,finish_comedy,finish_crime,finish_documentary,"
            + "finish_kids,finish_scifi,finish_sport,finish_romance");
  }

  @Test
  void rows_ofFile_areTwentyThousandAsLongAsTheHeader() {
    assertThat(VIEWERS.rows()).hasSize(20_000).allSatisfy(row -> assertThat(row).hasSize(34));
  }

  @Test
  void ids_ofFile_areUnique() {
    assertThat(VIEWERS.texts("viewer"))
        .doesNotHaveDuplicates()
        .startsWith("v00000")
        .endsWith("v19999");
  }

  @Test
  void activity_inOrder_fallsAsZipfSays() {
    var sorted =
        VIEWERS.numbers("activity").stream().sorted(Comparator.reverseOrder()).toList();

    assertThat(sorted.get(0)).isEqualTo(1);
    assertThat(sorted.get(15)).isCloseTo(0.25, within(1e-6));
    assertThat(sorted.get(9_999)).isCloseTo(0.01, within(1e-6));
  }

  @Test
  void activity_inOrderOfIds_isDealtAtRandom() {
    var firstHalf = VIEWERS.numbers("activity").subList(0, 10_000).stream()
        .mapToDouble(w -> w)
        .sum();

    assertThat(
            firstHalf / VIEWERS.numbers("activity").stream().mapToDouble(w -> w).sum())
        .isBetween(0.45, 0.55);
  }

  @Test
  void answers_ofFile_areSevenOfTenOnAverage() {
    assertThat(VIEWERS.numbers("answers")).allMatch(chance -> chance >= 0.4 && chance <= 1);
    assertThat(mean(VIEWERS.numbers("answers"))).isCloseTo(0.7, within(0.01));
  }

  @Test
  void delays_ofFile_areHalfASecond() {
    assertThat(mean(VIEWERS.numbers("delay_median"))).isCloseTo(0.51, within(0.01));
    assertThat(VIEWERS.texts("delay_sigma")).containsOnly("0.6");
  }

  @Test
  void features_ofFile_areSharesWithTwoDecimals() {
    assertThat(VIEWERS.rows())
        .allSatisfy(row ->
            assertThat(row.subList(5, 26)).allMatch(text -> text.matches("0\\.\\d\\d|1\\.00")));
  }

  @Test
  void chances_ofFile_areWithinTheirBounds() {
    assertThat(VIEWERS.chances())
        .allSatisfy(row -> assertThat(row).allMatch(chance -> chance >= 0.05 && chance <= 0.95));
  }

  @Test
  void chances_ofTheBest_areAsDocumented() {
    var chances = VIEWERS.chances();

    assertThat(VIEWERS.mean(row -> Collections.max(chances.get(row))))
        .isCloseTo(0.8067, within(0.0001));
  }

  @Test
  void chances_byLot_areAsDocumented() {
    var chances = VIEWERS.chances();

    assertThat(VIEWERS.mean(row -> mean(chances.get(row)))).isCloseTo(0.2205, within(0.0001));
  }

  @Test
  void chances_ofAlwaysComedy_areAsDocumented() {
    assertThat(VIEWERS.reward(Collections.nCopies(20_000, 1))).isCloseTo(0.2589, within(0.0001));
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
