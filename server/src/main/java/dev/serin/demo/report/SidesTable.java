package dev.serin.demo.report;

import dev.serin.demo.Played;
import dev.serin.demo.Side;
import java.util.function.Function;

/** The measurements of both versions of an act, side by side. */
final class SidesTable {
  private final StringBuilder out = new StringBuilder();
  private final Side stable;
  private final Side canary;

  private SidesTable(Played played) {
    this.stable = played.stable();
    this.canary = played.canary();
  }

  static String of(Played played) {
    var table = new SidesTable(played);
    table.write();
    return table.out.toString();
  }

  private void write() {
    out.append("<table>\n<thead><tr><th scope=\"col\">until it was decided</th>")
        .append("<th scope=\"col\" class=\"stable\">stable v")
        .append(stable.version())
        .append("</th><th scope=\"col\" class=\"candidate\">candidate v")
        .append(canary.version())
        .append("</th></tr></thead>\n<tbody>\n");
    row("calls answered", side -> Numbers.count(side.calls()));
    row("viewers", side -> Numbers.count(side.users()));
    row("labels that counted", side -> Numbers.count(side.labels()));
    row("watched to the end", side -> Numbers.share(side.reward()));
    row("95 % interval", side -> Numbers.interval(side.low(), side.high()));
    row("true rate, known only to the simulation", side -> Numbers.share(side.truth()));
    row("p95 latency", side -> Numbers.millis(side.p95Millis()));
    out.append("</tbody>\n</table>\n");
  }

  private void row(String name, Function<Side, String> value) {
    out.append("<tr><th scope=\"row\">")
        .append(name)
        .append("</th><td>")
        .append(value.apply(stable))
        .append("</td><td>")
        .append(value.apply(canary))
        .append("</td></tr>\n");
  }
}
