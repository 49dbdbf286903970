package dev.serin.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last lines that a process wrote. Thread-safe. */
final class LastLines {
  private static final Logger log = LoggerFactory.getLogger(LastLines.class);
  private static final int MANY = 20;
  private static final int LONGEST = 500;
  /** Another process may hold the other end of the output. */
  private static final long JOIN_MILLIS = 1_000;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  private LastLines(Process process) {
    reader = new Thread(() -> read(process.inputReader()), "serin-worker-output");
    reader.setDaemon(true);
  }

  /** Begins to read what a process writes. */
  static LastLines of(Process process) {
    var lines = new LastLines(process);
    lines.reader.start();
    return lines;
  }

  private void read(BufferedReader output) {
    try (output) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        add(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
      }
    } catch (IOException e) {
      log.debug("the output of a worker cannot be read", e);
    }
  }

  private synchronized void add(String line) {
    if (lines.size() == MANY) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** Returns the lines, all of them once the process has ended. */
  List<String> all() {
    try {
      reader.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return List.copyOf(lines);
    }
  }
}
