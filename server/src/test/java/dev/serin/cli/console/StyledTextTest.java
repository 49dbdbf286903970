package dev.serin.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyledTextTest {
  @Test
  void wrap_shortText_isTheText() {
    assertThat(StyledText.wrap("abc", 3)).containsExactly("abc");
  }

  @Test
  void wrap_noText_isOneLine() {
    assertThat(StyledText.wrap("", 3)).containsExactly("");
  }

  @Test
  void wrap_words_breaksBetweenThem() {
    assertThat(StyledText.wrap("ab cd  ef", 5)).containsExactly("ab cd", "ef");
    assertThat(StyledText.wrap("ab cd ef", 4)).containsExactly("ab", "cd", "ef");
  }

  @Test
  void wrap_longWord_breaksWithinIt() {
    assertThat(StyledText.wrap("abcdef", 4)).containsExactly("abcd", "ef");
  }

  @Test
  void wrap_lineBreaks_stay() {
    assertThat(StyledText.wrap("ab\ncd", 4)).containsExactly("ab", "cd");
  }

  @Test
  void wrap_styledText_doesNotCountStyles() {
    assertThat(StyledText.wrap("\u001b[1mab\u001b[0mc", 3))
        .containsExactly("\u001b[1mab\u001b[0mc");
  }

  @Test
  void wrap_inAStyle_endsAndBeginsIt() {
    assertThat(StyledText.wrap("\u001b[31mabcd\u001b[0m", 3))
        .containsExactly("\u001b[31mabc\u001b[0m", "\u001b[31md\u001b[0m");
  }

  @Test
  void wrap_characterOfTwoUnits_isNotCutApart() {
    assertThat(StyledText.wrap("\ud83d\udc25\ud83d\udc25", 1))
        .containsExactly("\ud83d\udc25", "\ud83d\udc25");
  }
}
