package dev.serin.worker;

import dev.serin.model.ProcessEndedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a worker's process that takes too much memory or too long, or does not run any more, and
 * says why it ended. Thread-safe.
 */
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  /** What the system says of a process that was stopped by a signal. */
  private static final Pattern STOPPED = Pattern.compile("State:\\s+[Tt] ");

  private static final Duration STEP = Duration.ofMillis(20);
  private static final int STEPS_IN_A_SECOND = 50;
  private static final double GIBIBYTE = 1 << 30;
  /** How many times as long as its processor time a limit may last. */
  private static final int PATIENCE = 10;

  /** How many seconds a worker may say nothing. */
  private static final int SILENCE = 10;

  /** How long a run may go on after it was told to end. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final LastLines lines;
  private final Limits limits;
  private final Thread thread = new Thread(this::watch, "serin-worker-watch");
  private final RunsInFlight runs = new RunsInFlight();
  private final CompletableFuture<ProcessEndedException> end = new CompletableFuture<>();
  private volatile Doing doing = new Doing("while starting", Optional.empty());
  private volatile @Nullable Heartbeat heartbeat;
  private volatile @Nullable String verdict;
  private volatile boolean closed;
  /** Confined to the thread. */
  private int stoppedSteps;

  /** What the worker does, and until when. */
  private record Doing(String what, Optional<Deadline> deadline) {}

  /**
   * The end of a limit: in processor time of the worker, since it has a low priority; or on the
   * system's clock, after which even a worker that does nothing has had enough.
   */
  private record Deadline(Duration work, long nanos, String limit) {}

  private Watch(Process process, LastLines lines, Limits limits) {
    this.process = process;
    this.lines = lines;
    this.limits = limits;
    thread.setDaemon(true);
  }

  /** Begins to watch a process that starts. */
  static Watch of(Process process, LastLines lines, Limits limits) {
    var watch = new Watch(process, lines, limits);
    watch.does("while starting");
    watch.thread.start();
    return watch;
  }

  /** The worker begins with something that may take {@link Limits#load}. */
  void does(String what) {
    doing = new Doing(
        what,
        Optional.of(new Deadline(
            work().plus(limits.load()),
            System.nanoTime() + limits.load().multipliedBy(PATIENCE).toNanos(),
            limits.load().toSeconds() + " s")));
  }

  /** The worker begins to serve; only its runs have a limit. */
  void serves() {
    doing = new Doing("while serving", Optional.empty());
  }

  /** The worker answers on this channel. */
  void listen(Heartbeat beats) {
    heartbeat = beats;
  }

  /** The runs of the worker, which end it if they do not end. */
  RunsInFlight runs() {
    return runs;
  }

  /** Ends the process, which is not at fault, and tells nobody. */
  void close() {
    closed = true;
    process.destroyForcibly();
  }

  /** Ends the process; the reason is what {@link #reason} returns then. */
  void end(String why) {
    if (verdict == null) {
      verdict = why;
    }
    process.destroyForcibly();
  }

  /** Tells a listener when the process ends before it is closed; at once if it has ended. */
  void whenEnded(Consumer<ProcessEndedException> listener) {
    var unused = end.thenAccept(listener);
  }

  private void watch() {
    try {
      while (!process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
        step();
      }
      if (!closed) {
        end.complete(ended());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private void step() {
    var now = doing;
    var status = status();
    stoppedSteps = STOPPED.matcher(status).find() ? stoppedSteps + 1 : 0;
    var beats = heartbeat;
    int silence = beats == null ? 0 : beats.step();
    if (resident(status) > limits.memoryBytes()) {
      end(String.format(
          Locale.ROOT, "took more than %.1f GiB %s", limits.memoryBytes() / GIBIBYTE, now.what));
    } else if (now.deadline.filter(this::passed).isPresent()) {
      end("did not finish within " + now.deadline.get().limit + " " + now.what);
    } else if (runs.step(STEP, GRACE) > 0) {
      end("a run did not end when it was told to, at its limit of at most "
          + limits.run().toMillis() + " ms");
    } else if (stoppedSteps > STEPS_IN_A_SECOND) {
      end("was stopped by a signal " + now.what);
    } else if (silence >= SILENCE) {
      end("said nothing for " + SILENCE + " s " + now.what);
    }
  }

  private boolean passed(Deadline deadline) {
    return work().compareTo(deadline.work) > 0 || System.nanoTime() - deadline.nanos > 0;
  }

  /** Returns the processor time that the process has taken. */
  private Duration work() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns what the system says of the process; nothing where it does not. */
  private String status() {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
    } catch (IOException e) {
      log.trace("no status of a worker", e);
      return "";
    }
  }

  private static long resident(String status) {
    var found = RESIDENT.matcher(status);
    return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
  }

  /** Waits for the end of the process and says how it came, and whether by its own doing. */
  ProcessEndedException ended() {
    int code = awaitEnd(process);
    boolean told = verdict == null && (closed || LastWords.told(code));
    return new ProcessEndedException(reason(), !told);
  }

  /** Waits for the end of the process and says how it came, with the last lines it wrote. */
  String reason() {
    int code = awaitEnd(process);
    var last = lines.all();
    var why = verdict;
    int calls = runs.calls();
    return (why == null ? LastWords.how(code, last) + " " + doing.what : why)
        + (calls == 0 ? "" : ", with " + calls + (calls == 1 ? " call" : " calls") + " in flight")
        + LastWords.wrote(last);
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
}
