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
 * A watched rollout on a terminal, redrawn in place at most five times a second.
 *
 * <p>While it is open the cursor is hidden. A long line wraps if COLUMNS gives the width of the
 * terminal; else the terminal cuts it, so that redrawing starts in the right row. The last status
 * stays on the screen in full.
 *
 * <p>Thread-safe: at shutdown another thread closes it while one draws.
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

  /** Opens a screen below the present output; a shutdown of the process closes it. */
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

  /** Restores the terminal. */
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
    int width = size("COLUMNS");
    var wrapped =
        drawn.stream().flatMap(line -> StyledText.wrap(line, width).stream()).toList();
    int shown = Math.min(wrapped.size(), size("LINES") - 1);
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

  /** The size of the terminal in the environment; unlimited if it is not there. */
  private int size(String variable) {
    var text = console.environment().getOrDefault(variable, "");
    return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
  }

  private void write(String text) {
    console.out().print(text);
    console.out().flush();
  }
}
