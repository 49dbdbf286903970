package dev.serin.demo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void escape_markup_isText() {
    assertThat(Markup.escape("<a b=\"c\">&'")).isEqualTo("&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
  }

  @Test
  void escape_lettersOfAllKinds_areKept() {
    assertThat(Markup.escape("tab\tλ 😀")).isEqualTo("tab\tλ 😀");
  }

  @Test
  void escape_whatNoDocumentMayHold_isReplaced() {
    assertThat(Markup.escape("\u0000\u001b\ud800\uffff")).isEqualTo("\ufffd\ufffd\ufffd\ufffd");
  }
}
