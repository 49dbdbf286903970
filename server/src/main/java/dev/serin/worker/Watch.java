package dev.serin.worker;

import dev.serin.model.CrashedException;
import dev.serin.model.PredictionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a worker's process that takes too much memory or too long, and says why it ended.
 * Thread-safe.
 */
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  /** What the JVM prints when native code did something that the system forbids. */
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\((0x[0-9a-f]+)\\).*");

  /** Where the JVM says that native code was. */
  private static final Pattern FRAME = Pattern.compile("# [CVJj]  ?\\[?.*");

  private static final int SIGNALS = 128;

  /**
   * The signals by which a terminal, a service manager or an operator tells a process to end: HUP,
   * INT and TERM. Whoever ends a gateway often sends them to its workers as well.
   */
  private static final Set<Integer> TOLD = Set.of(1, 2, 15);

  private static final int SHOWN = 3;
  private static final long STEP_MILLIS = 20;
  private static final double GIBIBYTE = 1 << 30;
  /** How many times as long as its processor time a limit may last. */
  private static final int PATIENCE = 10;

  private final Process process;
  private final LastLines lines;
  private final long memoryBytes;
  private final Thread thread = new Thread(this::watch, "serin-worker-watch");
  private volatile Doing doing = new Doing("while starting", Optional.empty());
  private volatile @Nullable String verdict;
  private volatile boolean stopped;

  /** What the worker does, and until when. */
  private record Doing(String what, Optional<Deadline> deadline) {}

  /**
   * The end of a limit: in processor time of the worker, since it has a low priority; or on the
   * system's clock, after which even a worker that does nothing has had enough.
   */
  private record Deadline(Duration work, long nanos, String limit) {}

  private Watch(Process process, LastLines lines, long memoryBytes) {
    this.process = process;
    this.lines = lines;
    this.memoryBytes = memoryBytes;
    thread.setDaemon(true);
  }

  static Watch of(Process process, LastLines lines, long memoryBytes) {
    var watch = new Watch(process, lines, memoryBytes);
    watch.thread.start();
    return watch;
  }

  /**
   * The worker begins with something.
   *
   * @param limit in processor time of the worker
   */
  void does(String what, Duration limit) {
    doing = new Doing(
        what,
        Optional.of(new Deadline(
            work().plus(limit),
            System.nanoTime() + limit.multipliedBy(PATIENCE).toNanos(),
            limit.toSeconds() + " s")));
  }

  /** Ends the process, which is not at fault. */
  void stop() {
    stopped = true;
    process.destroyForcibly();
  }

  /** Ends the process; the reason is what {@link #reason} returns then. */
  void end(String why) {
    if (verdict == null) {
      verdict = why;
    }
    process.destroyForcibly();
  }

  private void watch() {
    try {
      while (!process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
        var now = doing;
        if (resident() > memoryBytes) {
          end(String.format(
              Locale.ROOT, "took more than %.1f GiB %s", memoryBytes / GIBIBYTE, now.what));
        } else if (now.deadline.filter(this::passed).isPresent()) {
          end("did not finish within " + now.deadline.get().limit + " " + now.what);
        }
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private boolean passed(Deadline deadline) {
    return work().compareTo(deadline.work) > 0 || System.nanoTime() - deadline.nanos > 0;
  }

  /** Returns the processor time that the process has taken. */
  private Duration work() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns the resident bytes of the process; 0 where the system does not say. */
  private long resident() {
    try {
      var status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
      var found = RESIDENT.matcher(status);
      return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
    } catch (IOException e) {
      log.trace("no memory of a worker", e);
      return 0;
    }
  }

  /** Waits for the end of the process and says how it came, and whether by its own doing. */
  PredictionException ended() {
    int code = awaitEnd(process);
    boolean told = verdict == null && (stopped || TOLD.contains(code - SIGNALS));
    return told ? new PredictionException(reason(), null) : new CrashedException(reason());
  }

  /** Waits for the end of the process and says how it came, with the last lines it wrote. */
  String reason() {
    int code = awaitEnd(process);
    var last = lines.all();
    var why = verdict;
    if (why != null) {
      return why + wrote(last);
    }
    var signal = last.stream().map(SIGNAL::matcher).filter(Matcher::matches).findFirst();
    if (signal.isPresent()) {
      return "signal " + Integer.decode(signal.get().group(2)) + " ("
          + signal.get().group(1) + ") " + doing.what + wrote(last);
    }
    var how = code > SIGNALS ? "signal " + (code - SIGNALS) : "exit code " + code;
    return how + " " + doing.what + wrote(last);
  }

  /**
   * Waits for the end of a process, and returns its exit code. Its future would complete on threads
   * that are shared with whatever else runs in this JVM, and may all be busy.
   */
  static int awaitEnd(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The last lines, or where the JVM says that it was. */
  private static String wrote(List<String> lines) {
    var frame = lines.stream().filter(line -> FRAME.matcher(line).matches()).toList();
    var own = frame.isEmpty()
        ? lines.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList()
        : frame;
    var shown = own.subList(Math.max(0, own.size() - SHOWN), own.size());
    return shown.isEmpty() ? "" : "; it wrote: " + String.join(" | ", shown);
  }
}
