package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void cut_100Characters_stay() {
    assertThat(Table.cut("x".repeat(100))).isEqualTo("x".repeat(100));
  }

  @Test
  void cut_more_endsWithDots() {
    assertThat(Table.cut("x".repeat(101))).isEqualTo("x".repeat(97) + "...");
  }

  @Test
  void cut_surrogatePairs_stayWhole() {
    assertThat(Table.cut("\ud83d\udc24".repeat(101))).isEqualTo("\ud83d\udc24".repeat(97) + "...");
  }
}
