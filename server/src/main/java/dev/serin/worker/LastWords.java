package dev.serin.worker;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says how a process ended, from its exit code and what it wrote. */
final class LastWords {
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

  private LastWords() {}

  /** Whether a process was told to end by others. */
  static boolean told(int code) {
    return TOLD.contains(code - SIGNALS);
  }

  /** As in {@code signal 11 (SIGSEGV)}, or {@code exit code 3}. */
  static String how(int code, List<String> lines) {
    var signal = lines.stream().map(SIGNAL::matcher).filter(Matcher::matches).findFirst();
    if (signal.isPresent()) {
      return "signal " + Integer.decode(signal.get().group(2)) + " ("
          + signal.get().group(1) + ")";
    }
    return code > SIGNALS ? "signal " + (code - SIGNALS) : "exit code " + code;
  }

  /** The last lines, or where the JVM says that it was; empty if it wrote nothing. */
  static String wrote(List<String> lines) {
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
