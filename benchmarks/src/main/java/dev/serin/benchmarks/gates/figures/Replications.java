package dev.serin.benchmarks.gates.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Repeats a simulation on several threads. Each replication has a generator of its own, made from
 * the seed, the name and its number: how many threads there are changes nothing.
 */
public final class Replications implements AutoCloseable {
  private final long seed;
  private final ExecutorService threads;

  public Replications(long seed, int threads) {
    this.seed = seed;
    this.threads = Executors.newFixedThreadPool(threads);
  }

  /** Returns what came of each replication, in the order of their numbers. */
  public <T> List<T> run(String name, int count, Function<RandomGenerator, T> replication) {
    var pending = new ArrayList<Future<T>>();
    for (int i = 0; i < count; i++) {
      var random = new SplittableRandom(mix(mix(seed, name.hashCode()), i));
      pending.add(threads.submit(() -> replication.apply(random)));
    }
    var outcomes = new ArrayList<T>();
    for (var future : pending) {
      outcomes.add(outcome(future));
    }
    return outcomes;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static <T> T outcome(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a replication failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A generator's first number is a good hash of its seed. */
  private static long mix(long seed, long number) {
    return new SplittableRandom(seed ^ new SplittableRandom(number).nextLong()).nextLong();
  }
}
