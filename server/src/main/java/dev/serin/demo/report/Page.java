package dev.serin.demo.report;

import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import dev.serin.demo.chart.Figure;
import dev.serin.demo.chart.Markup;
import dev.serin.demo.chart.SvgPen;
import java.util.Locale;

/**
 * The page: well-formed, self-contained, without scripts. Each figure is there twice, once for
 * narrow windows, and the style sheet shows one of them.
 */
final class Page {
  private static final double WIDE = 880;
  private static final double NARROW = 344;

  private final Performance performance;
  private final StringBuilder out = new StringBuilder();

  Page(Performance performance) {
    this.performance = performance;
  }

  String html() {
    var title = Markup.escape(Story.title(performance));
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .append("<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(Sheet.css())
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(title)
        .append("</h1>\n");
    introduction();
    performance.acts().forEach(this::act);
    reading();
    performance.calibration().ifPresent(calibration -> {
      out.append("<section>\n<h2>How slow is slow</h2>\n");
      paragraph("", String.join(" ", Story.calibration(calibration)));
      out.append("</section>\n");
    });
    foot();
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private void introduction() {
    paragraph(
        "quiet",
        "A streaming service asks a model what each viewer should watch next. A new version gets a"
            + " small share of the viewers first, and more only while no harm is found. Each"
            + " rollout was decided by what the gateway measured: latency, errors, and whether"
            + " viewers watched to the end" + byHand());
    out.append("<ul class=\"glance\">\n");
    performance.acts().forEach(this::glance);
    out.append("</ul>\n");
  }

  private String byHand() {
    int resumes = performance.acts().stream().mapToInt(Played::resumes).sum();
    return resumes == 0
        ? "; no decision was made by hand."
        : "; by hand the demo only resumed a pause, because this machine had become slower for"
            + " both versions (" + resumes + " times).";
  }

  private void glance(Played played) {
    var outcome = new Outcome(played);
    out.append("<li class=\"")
        .append(outcome.ink().css())
        .append("\"><a href=\"#")
        .append(anchor(played))
        .append("\"><span>")
        .append(Markup.escape(Story.heading(played)))
        .append("</span><span class=\"outcome ")
        .append(outcome.ink().css())
        .append("\">")
        .append(Markup.escape(outcome.line()))
        .append("</span></a></li>\n");
  }

  private void act(Played played) {
    out.append("<section id=\"")
        .append(anchor(played))
        .append("\">\n<h2>")
        .append(Markup.escape(Story.heading(played)))
        .append("</h2>\n");
    paragraph("quiet", Story.before(played));
    verdict(played);
    if (!played.right()) {
      paragraph("bad outcome", "This is not how the act was expected to end.");
    }
    figures(played);
    out.append(SidesTable.of(played)).append("</section>\n");
  }

  private void verdict(Played played) {
    var outcome = new Outcome(played);
    var word = outcome.word();
    out.append("<p><span class=\"outcome ")
        .append(outcome.ink().css())
        .append("\">")
        .append(Markup.escape(word.substring(0, 1).toUpperCase(Locale.ROOT)))
        .append(Markup.escape(word.substring(1)))
        .append("</span> ")
        .append(Markup.escape(String.join(" ", outcome.sentences())))
        .append("</p>\n");
  }

  private void figures(Played played) {
    var figure = ActFigure.of(played);
    var words = Story.heading(played) + ", " + new Outcome(played).line()
        + ": share, latency, quality and evidence over time";
    out.append("<div class=\"figure\">\n<div class=\"wide\">\n")
        .append(svg(figure, WIDE, words))
        .append("</div>\n<div class=\"narrow\">\n")
        .append(svg(figure, NARROW, words))
        .append("</div>\n</div>\n");
  }

  private static String svg(Figure figure, double width, String words) {
    var pen = new SvgPen();
    figure.draw(pen, width);
    return pen.svg(width, figure.height(), words);
  }

  private void reading() {
    out.append("<section>\n<h2>How to read the charts</h2>\n<dl>\n");
    entry(
        "Share of the candidate",
        "The share of the viewers that the new version had. Thin vertical lines mark each change,"
            + " the thick one the decision; they run through all four charts.");
    entry(
        "Latency",
        "How long calls took in the gateway, in each second: half of them took no longer than p50,"
            + " 19 of 20 no longer than p95. The dashed line is the limit of the gate for the p95:"
            + " the candidate is too slow if clearly more than one in 20 of its calls takes longer.");
    entry(
        "Watched to the end",
        "How many more of the candidate's choices were watched to the end than of stable's, in"
            + " percentage points. The band combines both versions' intervals, which are valid at"
            + " all times at once, so you may look at any time. A candidate that is proven to be"
            + " above the dashed margin may get all viewers.");
    entry(
        "Evidence",
        "E is a gate's evidence for harm: what it has won by betting on harm. If there is none,"
            + " E reaches its threshold with a probability of at most 1 in that threshold, however"
            + " often you look. Thresholds differ by gate, so the chart shows E ÷ threshold.");
    out.append("</dl>\n</section>\n");
  }

  private void entry(String term, String words) {
    out.append("<dt>").append(Markup.escape(term)).append("</dt><dd>");
    out.append(Markup.escape(words)).append("</dd>\n");
  }

  private void foot() {
    out.append("<footer class=\"quiet\">\n<p>Seed ")
        .append(performance.seed())
        .append("; duration, warm-up included: ")
        .append(Markup.escape(Numbers.duration(performance.took())))
        .append(". To play it again: <code>")
        .append(performance.command())
        .append(" --report DIR</code></p>\n")
        .append("<p>How gates judge a canary: <code>server/docs/gates.md</code>. ")
        .append("How a rollout proceeds: <code>server/docs/rollouts.md</code>.</p>\n")
        .append("</footer>\n");
  }

  private void paragraph(String style, String words) {
    out.append("<p class=\"").append(style).append("\">");
    out.append(Markup.escape(words)).append("</p>\n");
  }

  private static String anchor(Played played) {
    return "act-" + played.act().number();
  }
}
