package dev.serin.demo.report;

import dev.serin.demo.chart.Ink;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The style sheet of the page. */
final class Sheet {
  private static final String RULES = """
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; }
      body { margin: 0; background: var(--paper); color: var(--text);
        font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
      main { max-width: 1000px; margin: 0 auto; padding: 40px 20px 56px; }
      h1 { font-size: 30px; line-height: 1.2; margin: 0 0 12px; letter-spacing: -0.01em; }
      h2 { font-size: 22px; line-height: 1.25; margin: 0 0 6px; letter-spacing: -0.005em; }
      h3 { font-size: 16px; margin: 0 0 6px; }
      p { margin: 0 0 10px; max-width: 74ch; }
      a { color: inherit; text-decoration: none; }
      code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
        overflow-wrap: anywhere; }
      .quiet { color: var(--muted); }
      .good { color: var(--good); }
      .bad { color: var(--bad); }
      .muted { color: var(--muted); }
      .glance { display: grid; gap: 12px; margin: 24px 0 0; padding: 0; list-style: none;
        grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); }
      .glance li { border: 1px solid var(--grid); border-left-width: 4px; border-radius: 4px; }
      .glance li.good { border-left-color: var(--good); }
      .glance li.bad { border-left-color: var(--bad); }
      .glance a { display: block; padding: 10px 14px; color: var(--text); line-height: 1.4; }
      .glance span { display: block; }
      section { margin-top: 52px; }
      .outcome { font-weight: 600; }
      .figure { margin: 18px 0 10px; }
      .figure svg { display: block; width: 100%; height: auto; }
      .figure svg svg { display: inline; width: auto; }
      .narrow { display: none; max-width: 460px; margin: 0 auto; }
      svg text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue",
        sans-serif; font-variant-numeric: tabular-nums; }
      svg .s { fill: none; stroke-linejoin: round; stroke-linecap: round; }
      svg .dashed { stroke-dasharray: 4 3; stroke-linecap: butt; }
      svg .bold { font-weight: 700; }
      svg .start { text-anchor: start; }
      svg .middle { text-anchor: middle; }
      svg .end { text-anchor: end; }
      table { border-collapse: collapse; width: 100%; max-width: 600px; margin: 14px 0 0;
        font-size: 15px; font-variant-numeric: tabular-nums; }
      th, td { padding: 5px 0 5px 14px; border-bottom: 1px solid var(--grid); text-align: right;
        font-weight: 400; }
      td, thead th { white-space: nowrap; }
      thead th:first-child { white-space: normal; }
      tr > :first-child { text-align: left; padding-left: 0; }
      thead th { font-weight: 600; border-bottom-color: var(--muted); }
      th.stable { color: var(--stable); }
      th.candidate { color: var(--candidate); }
      dl { margin: 0; }
      dt { font-weight: 600; margin-top: 10px; }
      dd { margin: 0; max-width: 74ch; }
      footer { margin-top: 52px; padding-top: 18px; border-top: 1px solid var(--grid); }
      @media (max-width: 719px) {
        main { padding: 24px 16px 40px; }
        h1 { font-size: 24px; }
        h2 { font-size: 20px; }
        .wide { display: none; }
        .narrow { display: block; }
        table { font-size: 14px; }
        th, td { padding-left: 8px; }
      }
      @page { margin: 11mm; }
      @media print {
        main { max-width: none; padding: 0; }
        body { font-size: 9.5pt; line-height: 1.4; }
        h1 { font-size: 17pt; }
        h2 { font-size: 14pt; }
        section { margin-top: 14px; }
        table { font-size: 9pt; margin-top: 8px; }
        th, td { padding-top: 2px; padding-bottom: 2px; }
        .figure { margin: 4px 0; }
        .glance { margin-top: 10px; }
        .figure, table, .glance { break-inside: avoid; }
        .wide { display: block; }
        .narrow { display: none; }
        h2, section > p { break-after: avoid; }
      }
      """;

  private Sheet() {}

  /** Returns it with the colours of the charts; dark ones apply to screens only. */
  static String css() {
    return ":root { color-scheme: light dark; " + colours(Ink::light) + "}\n"
        + "@media screen and (prefers-color-scheme: dark) { :root { " + colours(Ink::dark)
        + "} }\n" + inks() + RULES;
  }

  private static String colours(ToIntFunction<Ink> colour) {
    return Arrays.stream(Ink.values())
        .map(ink -> "--" + ink.css() + ": " + Ink.hex(colour.applyAsInt(ink)) + "; ")
        .collect(Collectors.joining());
  }

  private static String inks() {
    return Arrays.stream(Ink.values())
        .map(ink -> "svg .s." + ink.css() + " { stroke: var(--" + ink.css() + "); }\n" + "svg .f."
            + ink.css() + " { fill: var(--" + ink.css() + "); }\n")
        .collect(Collectors.joining());
  }
}
