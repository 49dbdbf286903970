package dev.serin.benchmarks.ladder.servers;

import java.util.List;
import java.util.stream.Stream;

/**
 * A shell that runs a command and ends it, and all that it started, as soon as the guard's input is
 * closed: when the ladder says so, and when the ladder itself is gone.
 */
final class Guard {
  private static final String SCRIPT = """
      trap '' INT
      if command -v setsid >/dev/null; then setsid "$@" </dev/null & else "$@" </dev/null & fi
      child=$!
      exec >/dev/null
      cat
      kill -TERM "-$child" 2>/dev/null || kill -TERM "$child" 2>/dev/null
      tries=0
      while [ $tries -lt 30 ] && kill -0 "$child" 2>/dev/null; do
        sleep 0.1
        tries=$((tries + 1))
      done
      kill -KILL "-$child" 2>/dev/null || kill -KILL "$child" 2>/dev/null
      wait
      """;

  private Guard() {}

  static List<String> command(List<String> command) {
    return Stream.concat(Stream.of("sh", "-c", SCRIPT, "guard"), command.stream())
        .toList();
  }
}
