package dev.serin.benchmarks.ladder.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The processor time that a server's processes have taken since their start, where the machine has
 * {@code /proc}; zeros elsewhere.
 *
 * @param micros all of it
 * @param jitMicros the part of the JVM's compilers
 * @param gcMicros the part of the JVM's garbage collector
 */
public record ServerCpu(long micros, long jitMicros, long gcMicros) {
  private static final Path PROC = Path.of("/proc");
  private static final long MICROS_PER_TICK = 10_000;
  /** Where user time stands in a stat file, counted from the state that follows the name. */
  private static final int USER = 11;

  private static final List<String> JIT = List.of("C1 Compiler", "C2 Compiler");
  private static final List<String> GC = List.of("GC Thread", "ParGC", "G1 ", "VM Thread");

  /** Returns the time of a process and all its descendants. */
  static ServerCpu of(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants())
        .map(ProcessHandle::pid)
        .map(pid -> of(PROC.resolve(Long.toString(pid))))
        .reduce(new ServerCpu(0, 0, 0), ServerCpu::plus);
  }

  /** Returns the time of the ladder's own process. */
  public static long own() {
    return of(PROC.resolve("self")).micros;
  }

  /** Returns the time that all processes of the machine have taken. */
  public static long machine() {
    // user, nice, system, idle, iowait, irq, softirq, steal
    var fields = read(PROC.resolve("stat")).lines().findFirst().orElse("").split("\\s+", -1);
    return LongStream.of(1, 2, 3, 6, 7)
            .filter(field -> field < fields.length)
            .map(field -> Long.parseLong(fields[(int) field]))
            .sum()
        * MICROS_PER_TICK;
  }

  private static ServerCpu of(Path process) {
    var threads = threads(process.resolve("task"));
    return new ServerCpu(
        micros(read(process.resolve("stat"))), sum(threads, JIT), sum(threads, GC));
  }

  /** Returns what has been taken since then. */
  public ServerCpu since(ServerCpu then) {
    return new ServerCpu(
        micros - then.micros, jitMicros - then.jitMicros, gcMicros - then.gcMicros);
  }

  private ServerCpu plus(ServerCpu other) {
    return new ServerCpu(
        micros + other.micros, jitMicros + other.jitMicros, gcMicros + other.gcMicros);
  }

  private static List<String> threads(Path tasks) {
    try (var folders = Files.list(tasks)) {
      return folders.map(folder -> read(folder.resolve("stat"))).toList();
    } catch (IOException e) {
      return List.of(); // it has just ended
    }
  }

  private static long sum(List<String> stats, List<String> names) {
    return stats.stream()
        .filter(stat -> names.stream().anyMatch(name -> stat.contains("(" + name)))
        .mapToLong(ServerCpu::micros)
        .sum();
  }

  private static long micros(String stat) {
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return 0;
    }
    var fields = stat.substring(name + 2).split(" ", -1);
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) * MICROS_PER_TICK;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }
}
