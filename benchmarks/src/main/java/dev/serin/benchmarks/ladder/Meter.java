package dev.serin.benchmarks.ladder;

import dev.serin.benchmarks.ladder.load.Load;
import dev.serin.benchmarks.ladder.load.Sample;
import dev.serin.benchmarks.ladder.report.Cell;
import dev.serin.benchmarks.ladder.report.Row;
import dev.serin.benchmarks.ladder.report.Row.Cpu;
import dev.serin.benchmarks.ladder.report.Row.Latency;
import dev.serin.benchmarks.ladder.servers.ServerCpu;
import java.util.List;

/** Measures what a load, the server under it and the rest of the machine take. */
final class Meter {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double MICROS = 1e6;

  private final List<Running> servers;

  /** All servers that run, also those that are idle. */
  Meter(List<Running> servers) {
    this.servers = servers;
  }

  /** Measures a load that has begun. */
  Row measure(Cell cell, int round, Running under, Load load, double seconds)
      throws InterruptedException {
    var batches = BatchCounts.of(under.server());
    var others = others();
    var cpu = under.server().cpu();
    long start = System.nanoTime();
    var sample = load.count(seconds);
    var spent = under.server().cpu().since(cpu);
    double elapsed = (System.nanoTime() - start) / NANOS_PER_MICRO;
    double elsewhere = others().since(others);
    under.server().check();
    return new Row(
        cell,
        round,
        sample.rate(),
        cpu(sample, spent, elapsed),
        new Latency(sample.micros(50), sample.micros(99), sample.micros(99.9)),
        batches.mean(BatchCounts.of(under.server())),
        elsewhere);
  }

  /** The server's time covers a little more than the sample, so its replies are scaled up. */
  private static Cpu cpu(Sample sample, ServerCpu spent, double elapsedMicros) {
    double replies = sample.rate() * elapsedMicros / MICROS;
    return new Cpu(
        spent.micros() / replies,
        spent.jitMicros() / replies,
        spent.gcMicros() / replies,
        sample.cpuNanos() / NANOS_PER_MICRO / sample.replies());
  }

  private Others others() {
    long ours = servers.stream().mapToLong(each -> each.server().cpu().micros()).sum();
    return new Others(System.nanoTime(), ServerCpu.machine() - ServerCpu.own() - ours);
  }

  /** The processor time that everything but the ladder and its servers had taken at a time. */
  private record Others(long nanos, long micros) {
    /** Returns the part of all processor time since then. */
    double since(Others then) {
      double all =
          (nanos - then.nanos) / NANOS_PER_MICRO * Runtime.getRuntime().availableProcessors();
      return Math.max(0, (micros - then.micros) / all);
    }
  }
}
