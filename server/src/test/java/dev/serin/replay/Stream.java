package dev.serin.replay;

import dev.serin.events.Event;
import dev.serin.split.Share;
import dev.serin.split.UserHash;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Seeded rows of many users: 50 calls a second, 1 % errors, a median latency of 10 ms, a label for
 * half of the answers after a minute, with a loss of 10 %, unless a test says otherwise.
 */
final class Stream {
  /** The behaviour of one role. */
  static final class Behaviour {
    double errors = 0.01;
    double medianMillis = 10;
    double abandoned;
    double loss = 0.1;
    double labelled = 0.5;
    long labelMillis = 60_000;
  }

  static final long START = 1_700_000_000_000L;

  final Behaviour stable = new Behaviour();
  final Behaviour canary = new Behaviour();
  /** The part of the canary's users whose rows are kept. */
  double kept = 1;

  private final SplittableRandom random;
  private final Consumer<Event> sink;
  private double millis = START;

  Stream(long seed, Consumer<Event> sink) {
    this.random = new SplittableRandom(seed);
    this.sink = sink;
  }

  Stream run(String share, int seconds) {
    var part = Share.parse(share);
    double end = millis + seconds * 1_000.0;
    while (millis < end) {
      millis += -Math.log(1 - random.nextDouble()) * 20;
      long user = new SplittableRandom(random.nextInt(20_000)).nextLong();
      double place = (user >>> 11) * 0x1p-53;
      boolean isCanary = place < part.value().doubleValue();
      if (!isCanary || place * 1e6 % 1 < kept) {
        sink.accept(row(part, user, isCanary));
      }
    }
    return this;
  }

  /** Advances time without rows. */
  Stream silence(long seconds) {
    millis += seconds * 1_000.0;
    return this;
  }

  private Event row(Share share, long user, boolean isCanary) {
    var role = isCanary ? canary : stable;
    boolean error = random.nextDouble() < role.errors;
    double latency = role.medianMillis * Math.exp(0.5 * gaussian());
    boolean gaveUp = role.abandoned > 0 && random.nextDouble() < role.abandoned;
    boolean labelled = !error && !gaveUp && random.nextDouble() < role.labelled;
    double loss = random.nextDouble() < role.loss ? 1 : 0;
    return new Event(
        (long) millis,
        UserHash.hex(user),
        isCanary,
        share,
        latency,
        error,
        labelled ? OptionalDouble.of(loss) : OptionalDouble.empty(),
        labelled ? role.labelMillis : 0,
        gaveUp,
        1);
  }

  private double gaussian() {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
