package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class PageTest {
  @Test
  void html_threeActs_hasTwoFiguresOfFourChartsForEach() throws Exception {
    var page = parsed(Performances.three());

    assertThat(texts(page, "h2"))
        .startsWith("Act 1: a better model", "Act 2: trained in haste", "Act 3: better, but slow");
    assertThat(texts(page, "text").stream().filter("Evidence"::equals)).hasSize(2 * 3);
    assertThat(texts(page, "text").stream().filter("Latency"::equals)).hasSize(2 * 3);
  }

  @Test
  void html_threeActs_tellsHowEachEndedInMeasuredNumbers() throws Exception {
    var page = parsed(Performances.three());

    assertThat(texts(page, "p"))
        .contains(
            "Promoted after 36.0 s at a share of 50 %. Quality is proven: the candidate is not worse by 2 pp (E = 75, needed 20). Until then version 2 answered 2,520 calls of"
                + " 420 viewers.")
        .contains("Rolled back after 16.8 s at a share of 25 %, by the gate quality: E = 4,074"
            + " against a threshold of 333. Until then version 3 answered 1,172 calls of 195"
            + " viewers.")
        .contains("Rolled back after 9.5 s at a share of 10 %, by the gate latency.q95: E = 4,074"
            + " against a threshold of 667. Until then version 4 answered 665 calls of 110"
            + " viewers.");
  }

  @Test
  void html_oneAct_isPlayedAgainAlone() throws Exception {
    assertThat(texts(parsed(Performances.of(List.of(Performances.slow()))), "footer"))
        .singleElement()
        .asString()
        .contains("./serin demo --seed 7 --act 3 --report DIR");
  }

  @Test
  void html_act_hasTheNumbersOfBothSides() throws Exception {
    var page = parsed(Performances.of(List.of(Performances.slow())));

    assertThat(texts(page, "tr"))
        .containsExactly(
            "until it was decidedstable v1candidate v4",
            "calls answered2,945665",
            "viewers490110",
            "labels that counted981221",
            "watched to the end51.6 %57.6 %",
            "95 % interval49.2 – 53.2 %52.7 – 61.7 %",
            "true rate, known only to the simulation51.2 %57.2 %",
            "p95 latency1.3 ms14.7 ms");
  }

  @Test
  void html_calibration_isToldInNumbers() throws Exception {
    assertThat(String.join("\n", texts(parsed(Performances.three()), "p")))
        .contains("p95 of stable was 1.3 ms here", "slow above 5.0 ms")
        .contains("took 0.61 ms without any look at the viewer and 0.83 ms more for each")
        .contains("14 looks, in total 12.2 ms", "220 calls per second");
  }

  @Test
  void html_nothingByHand_saysSo() throws Exception {
    assertThat(String.join("\n", texts(parsed(Performances.three()), "p")))
        .contains("no decision was made by hand")
        .doesNotContain("no answer");
  }

  @Test
  void html_resumedWithCallsUnanswered_tellsBoth() throws Exception {
    var played = Edges.interrupted(Performances.better(), 2, 3);

    assertThat(String.join("\n", texts(parsed(Performances.of(List.of(played))), "p")))
        .doesNotContain("no decision was made by hand")
        .contains("resumed a pause", "(2 times)", "3 calls got no answer.");
  }

  @Test
  void html_foot_saysHowToPlayItAgain() throws Exception {
    assertThat(texts(parsed(Performances.three()), "footer"))
        .singleElement()
        .asString()
        .contains("Seed 7; duration, warm-up included: 83.4 s")
        .contains("./serin demo --seed 7 --report DIR")
        .contains("server/docs/gates.md", "server/docs/rollouts.md");
  }

  @Test
  void html_threeActs_refersToNothingOutside() {
    assertThat(new Page(Performances.three()).html())
        .doesNotContain("://", "url(", "@import", "src=", "<script", "<link")
        .doesNotContainPattern("href=\"[^#]");
  }

  @Test
  void html_titleOfMarkup_isShownAsItIs() throws Exception {
    var title = "<b>\"fast\" & 'good'</b>\u0000";
    var page = parsed(Performances.of(List.of(Edges.titled(Performances.hasty(), title, true))));

    assertThat(texts(page, "h2")).startsWith("Act 2: <b>\"fast\" & 'good'</b>\uFFFD");
  }

  @Test
  void html_actThatEndedOtherwise_saysSo() throws Exception {
    var wrong = Edges.titled(Performances.hasty(), "wrong", false);

    assertThat(texts(parsed(Performances.of(List.of(wrong))), "p"))
        .contains("This is not how the act was expected to end.");
    assertThat(texts(parsed(Performances.three()), "p"))
        .doesNotContain("This is not how the act was expected to end.");
  }

  @Test
  void html_actWithoutAnything_saysThatNothingWasMeasured() throws Exception {
    var page = parsed(Performances.of(List.of(Edges.empty())));

    assertThat(texts(page, "text").stream().filter("nothing was measured"::equals))
        .hasSize(2 * 2);
    assertThat(texts(page, "tr")).contains("p95 latency––");
  }

  @ParameterizedTest
  @MethodSource("edges")
  void html_edge_isWellFormedAndHoldsNoPlaceThatIsNoNumber(Played played) throws Exception {
    var performance = Performances.of(List.of(played));

    assertThat(texts(parsed(performance), "h2")).isNotEmpty();
    assertThat(new Page(performance).html()).doesNotContain("NaN", "Infinity");
  }

  static List<Played> edges() {
    return List.of(
        Edges.empty(), Edges.withoutComparisons(), Edges.momentary(), Edges.notNumbers());
  }

  private static Document parsed(Performance performance)
      throws IOException, SAXException, ParserConfigurationException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(new Page(performance).html())));
  }

  private static List<String> texts(Document page, String tag) {
    var nodes = page.getElementsByTagName(tag);
    var texts = new ArrayList<String>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }
}
