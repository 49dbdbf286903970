package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyledTextTest {
  @Test
  void cut_shortText_isTheText() {
    assertThat(StyledText.cut("abc", 3)).isEqualTo("abc");
  }

  @Test
  void cut_longText_hasTheWidth() {
    assertThat(StyledText.cut("abcd", 3)).isEqualTo("abc");
  }

  @Test
  void cut_styledText_doesNotCountStyles() {
    assertThat(StyledText.cut("\u001b[1mab\u001b[0mc", 3)).isEqualTo("\u001b[1mab\u001b[0mc");
  }

  @Test
  void cut_inAStyle_endsTheStyle() {
    assertThat(StyledText.cut("\u001b[31mabcd\u001b[0m", 3)).isEqualTo("\u001b[31mabc\u001b[0m");
  }

  @Test
  void cut_characterOfTwoUnits_isNotCutApart() {
    assertThat(StyledText.cut("\ud83d\udc25\ud83d\udc25", 1)).isEqualTo("\ud83d\udc25");
  }
}
