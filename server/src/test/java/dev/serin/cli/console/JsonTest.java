package dev.serin.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void line_numbers_areExact() {
    assertThat(line(List.of(Long.MIN_VALUE, new BigInteger("18446744073709551615"), 0.1f, 0.1)))
        .isEqualTo("{\"v\":[-9223372036854775808,18446744073709551615,0.1,0.1]}");
  }

  @Test
  void line_numbersThatJsonHasNot_areText() {
    assertThat(line(List.of(Double.NaN, Float.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)))
        .isEqualTo("{\"v\":[\"NaN\",\"Infinity\",\"-Infinity\"]}");
  }

  @Test
  void line_text_isEscaped() {
    assertThat(line("a\"b\\c\n\u0001 \u7528 \ud83d\ude00 \ud800"))
        .isEqualTo("{\"v\":\"a\\\"b\\\\c\\u000a\\u0001 \u7528 \ud83d\ude00 \\ud800\"}");
  }

  @Test
  void line_absentValues_areNull() {
    assertThat(line(List.of(Optional.empty(), OptionalDouble.empty())))
        .isEqualTo("{\"v\":[null,null]}");
  }

  @Test
  void object_manyFields_keepTheirOrder() {
    assertThat(Json.line(Json.object("z", 1, "a", true, "m", Json.object("k", "x"))))
        .isEqualTo("{\"z\":1,\"a\":true,\"m\":{\"k\":\"x\"}}");
  }

  private static String line(Object value) {
    return Json.line(Json.object("v", value));
  }
}
