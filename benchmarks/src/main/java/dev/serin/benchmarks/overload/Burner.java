package dev.serin.benchmarks.overload;

import java.util.concurrent.TimeUnit;

/** Takes a part of one processor, in bursts as long as a slow run, until it is stopped. */
final class Burner {
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Begins.
   *
   * @param part of a processor's time
   * @param burstMillis how long it computes without a pause
   */
  Burner(double part, double burstMillis) {
    long burst = (long) (burstMillis * 1e6);
    long pause = (long) (burst * (1 - part) / part);
    thread = new Thread(() -> burn(burst, pause), "overload-burner");
    thread.setDaemon(true);
    thread.start();
  }

  private void burn(long burst, long pause) {
    try {
      while (!stopping) {
        long end = System.nanoTime() + burst;
        while (System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        TimeUnit.NANOSECONDS.sleep(Math.max(0, pause));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
  }
}
