package dev.serin.benchmarks.pieces;

import dev.serin.stats.FisherBets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Closes a stratum of 200 calls of which 10 failed: the bets on harm and on its absence. */
@State(Scope.Benchmark)
public class StratumBench extends Piece {
  private final FisherBets harm = FisherBets.harm(1);
  private final FisherBets proof = FisherBets.ok(2);
  private final double[] harmWealth = new double[harm.size()];
  private final double[] proofWealth = new double[proof.size()];

  /** Adds the stratum to both. */
  @Benchmark
  public double[] close() {
    harm.add(harmWealth, 100, 6, 100, 4);
    proof.add(proofWealth, 100, 6, 100, 4);
    return harmWealth;
  }
}
