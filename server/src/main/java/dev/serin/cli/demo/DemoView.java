package dev.serin.cli.demo;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.rollout.LiveScreen;
import dev.serin.cli.rollout.RolloutLines;
import dev.serin.cli.rollout.RolloutView;
import dev.serin.client.RolloutStatus;
import dev.serin.demo.Act;
import dev.serin.demo.Calibration;
import dev.serin.demo.DemoListener;
import dev.serin.demo.Played;
import dev.serin.demo.Venue;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the demo to people: a line of story for each act, and below it what {@code rollout status
 * --watch} shows. Confined to one thread.
 */
final class DemoView implements DemoListener, AutoCloseable {
  private final Console console;
  private final LongSupplier nanos;
  private final List<Act> acts;
  private @Nullable RolloutView rollout;
  private @Nullable LiveScreen screen;

  DemoView(Console console, LongSupplier nanos, List<Act> acts) {
    this.console = console;
    this.nanos = nanos;
    this.acts = acts;
  }

  /** Prints the addresses of the gateway and the number of viewers. */
  void opened(Venue venue) {
    console.print(console.styled(
        Style.BOLD,
        "A streaming service recommends what to watch next, and ships "
            + (acts.size() == 1 ? "a new model." : acts.size() + " new models.")));
    line(
        "gateway",
        "grpc " + venue.data() + "  admin " + venue.admin() + "  metrics http://" + venue.http()
            + "/metrics");
    line(
        "viewers",
        format(
            "%,d, who make %.0f calls a second; whether they watch to the end comes back as labels",
            venue.viewers(), venue.callsPerSecond()));
  }

  @Override
  public void calibrated(Calibration fit) {
    line(
        "machine",
        format(
            "stable answers 95 %% of calls within %.2f ms here; above %.1f ms a call counts as slow",
            fit.p95Millis(), fit.limitMillis()));
    line(
        "",
        format(
            "version %d takes %.2f ms a look, with %d looks %.1f ms; its act has %.0f calls a second",
            fit.version(), fit.lookMillis(), fit.looks(), fit.slowMillis(), fit.callsPerSecond()));
  }

  @Override
  public void begins(Act act) {
    console.print("");
    console.print(console.styled(
        Style.BOLD, "Act " + act.number() + "  " + act.title() + ": " + act.story()));
    if (console.terminal()) {
      var live = LiveScreen.open(console, nanos);
      screen = live;
      rollout = live;
    } else {
      rollout = new RolloutLines(console, /* json= */ false);
    }
  }

  @Override
  public void status(RolloutStatus status) {
    if (rollout != null) {
      rollout.show(status);
    }
  }

  @Override
  public void remark(String text) {
    if (rollout != null) {
      rollout.remark(text);
    }
  }

  @Override
  public void ended(Played played) {
    if (rollout != null) {
      rollout.end();
    }
    close();
    var style = played.right() ? Style.GREEN : Style.RED;
    console.print(console.styled(style, "=> " + DemoReport.outcome(played)));
  }

  /** Restores the terminal. */
  @Override
  public void close() {
    if (screen != null) {
      screen.close();
      screen = null;
    }
  }

  private void line(String name, String text) {
    console.print(console.styled(Style.FAINT, String.format(Locale.ROOT, "%-9s", name)) + text);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
