package dev.serin.benchmarks.ladder.report;

import java.util.OptionalDouble;

/**
 * The figures of a cell in one round; times are in microseconds.
 *
 * @param rps the replies per second, all of them as expected
 * @param cpu the processor time for each reply
 * @param meanBatch the mean number of rows that the server ran together, where it says so
 * @param elsewhere the part of the machine's processor time that neither the ladder nor its servers
 *     took
 */
public record Row(
    Cell cell,
    int round,
    double rps,
    Cpu cpu,
    Latency latency,
    OptionalDouble meanBatch,
    double elsewhere) {

  /**
   * Processor time for each reply.
   *
   * @param server all that the server took, with its compilers and collector
   */
  public record Cpu(double server, double jit, double gc, double generator) {
    /** Returns what the server took apart from its compilers and collector. */
    public double work() {
      return server - jit - gc;
    }
  }

  /** Quantiles of the latency. */
  public record Latency(double p50, double p99, double p999) {}

  /** A figure to compare. */
  public enum Figure {
    /** Replies per second. */
    RPS,
    /** The server's processor time for each reply, without compilers and collector. */
    CPU,
    /** The generator's processor time for each reply. */
    GENERATOR,
    /** The median latency. */
    P50,
    /** The latency that 1 % exceed. */
    P99,
    /** The latency that 0.1 % exceed. */
    P999,
    /** The mean number of rows run together; NaN where unknown. */
    BATCH,
    /** What the rest of the machine took. */
    ELSEWHERE;

    double of(Row row) {
      return switch (this) {
        case RPS -> row.rps;
        case CPU -> row.cpu.work();
        case GENERATOR -> row.cpu.generator;
        case P50 -> row.latency.p50;
        case P99 -> row.latency.p99;
        case P999 -> row.latency.p999;
        case BATCH -> row.meanBatch.orElse(Double.NaN);
        case ELSEWHERE -> row.elsewhere;
      };
    }
  }
}
