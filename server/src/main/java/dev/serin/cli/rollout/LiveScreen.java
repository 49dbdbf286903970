package dev.serin.cli.rollout;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.cli.console.AtExit;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.console.StyledText;
import dev.serin.client.RolloutStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A watched rollout on a terminal: drawn over what was drawn before, at most five times a second.
 *
 * <p>While it is open the cursor is hidden. A line that is too long goes on in the next row if the
 * environment says how wide the terminal is; else the terminal cuts it, so that the next drawing
 * begins where this one did. What is drawn last is left standing, whole.
 *
 * <p>Thread-safe: a process that is asked to end closes it beside the thread that draws.
 */
public final class LiveScreen implements RolloutView, AutoCloseable {
  private static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private static final String BEGIN = "\u001b[?25l\u001b[?7l";
  private static final String END = "\u001b[?7h\u001b[?25h";
  private static final String CLEAR_LINE = "\u001b[K\n";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Console console;
  private final LongSupplier nanos;
  private final Object lock = new Object();
  private final AtExit atExit;

  @GuardedBy("lock")
  private List<String> lines = List.of();

  @GuardedBy("lock")
  private int rows;

  @GuardedBy("lock")
  private long drawnNanos;

  @GuardedBy("lock")
  private boolean open = true;

  private LiveScreen(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
    this.drawnNanos = nanos.getAsLong() - PAUSE_NANOS;
    this.atExit = AtExit.run("serin-screen", this::restore);
  }

  /** Returns a screen below what the terminal shows now; it is closed when the process ends. */
  public static LiveScreen open(Console console, LongSupplier nanos) {
    var screen = new LiveScreen(console, nanos);
    screen.write(BEGIN);
    return screen;
  }

  /** Draws the status, unless the last drawing was less than 200 ms ago. */
  @Override
  public void show(RolloutStatus status) {
    synchronized (lock) {
      lines = RolloutScreen.lines(console, status);
      if (open && nanos.getAsLong() - drawnNanos >= PAUSE_NANOS) {
        draw(lines);
      }
    }
  }

  @Override
  public void remark(String text) {
    synchronized (lock) {
      if (open) {
        var more = new ArrayList<>(lines);
        more.add(console.styled(Style.YELLOW, text));
        draw(more);
      }
    }
  }

  @Override
  public void end() {
    synchronized (lock) {
      if (open) {
        open = false;
        write(top() + CLEAR_BELOW + END + whole());
      }
    }
  }

  /** Gives the terminal back as it was. */
  @Override
  public void close() {
    restore();
    atExit.close();
  }

  private void restore() {
    synchronized (lock) {
      if (open) {
        open = false;
        write(END);
      }
    }
  }

  @GuardedBy("lock")
  private void draw(List<String> drawn) {
    var text = new StringBuilder(top());
    int width = most("COLUMNS");
    var wrapped =
        drawn.stream().flatMap(line -> StyledText.wrap(line, width).stream()).toList();
    int shown = Math.min(wrapped.size(), most("LINES") - 1);
    wrapped.subList(0, shown).forEach(line -> text.append(line).append(CLEAR_LINE));
    write(text.append(CLEAR_BELOW).toString());
    rows = shown;
    drawnNanos = nanos.getAsLong();
  }

  @GuardedBy("lock")
  private String top() {
    return rows == 0 ? "\r" : "\u001b[" + rows + "A\r";
  }

  @GuardedBy("lock")
  private String whole() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** The size of the terminal, if the environment tells it. */
  private int most(String variable) {
    var text = console.environment().getOrDefault(variable, "");
    return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }

  private void write(String text) {
    console.out().print(text);
    console.out().flush();
  }
}
