package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Told.Began;
import dev.serin.gate.Told.Called;
import dev.serin.gate.Told.Ended;
import dev.serin.gate.Told.Labelled;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded stream of everything that a comparison can be told: steps up and down, bursts and
 * silence, a canary that is as good as stable or worse, calls that fail, hang, are given up, or
 * were routed just before the step, and labels of all ages, many of them at the very edge of a
 * bucket.
 */
final class RandomStream {
  private static final List<String> SHARES =
      List.of("0", "0.01", "0.05", "0.10", "0.25", "0.5", "0.9", "1");
  private static final long MINUTE = 60_000;
  private static final long STRAGGLING = 2_000;

  private final SplittableRandom random;
  private final List<Told> told = new ArrayList<>();
  private final int users;
  private final double silence;
  /** How much worse the canary is: its errors, its latency and its losses. */
  private final double harm;

  private long millis;
  private long id;

  private RandomStream(long seed, int users, double silence) {
    this.random = new SplittableRandom(seed);
    this.users = users;
    this.silence = silence;
    this.harm = 1 + random.nextInt(4);
  }

  /** Returns a stream of a few hundred users, whom the cap stops now and then. */
  static List<Told> of(long seed) {
    return new RandomStream(seed, 300, 0.002).make();
  }

  /** Returns a stream in which no user comes as often as the cap says. */
  static List<Told> ofManyUsers(long seed) {
    return new RandomStream(seed, 200_000, 0.002).make();
  }

  private List<Told> make() {
    var former = new Step(1, 1, 0, BigDecimal.ZERO);
    int steps = random.nextInt(3, 6);
    for (int number = 1; number <= steps; number++) {
      var share = new BigDecimal(SHARES.get(random.nextInt(SHARES.size())));
      var step = new Step(number, number, millis, share);
      told.add(new Began(step));
      long end = millis + random.nextLong(MINUTE, 25 * MINUTE);
      while (millis < end) {
        boolean straggles =
            number > 1 && millis - step.startMillis() < STRAGGLING && random.nextInt(3) == 0;
        call(straggles ? former : step);
        millis += pause();
      }
      former = step;
    }
    told.sort(Comparator.comparingLong(Told::millis));
    return told;
  }

  private long pause() {
    if (random.nextDouble() < silence) {
      return random.nextLong(12 * MINUTE);
    }
    return random.nextInt(3) == 0 ? 0 : random.nextLong(1_000);
  }

  private void call(Step step) {
    long user = random.nextInt(users);
    boolean canary = user / (double) users < step.share().doubleValue();
    int kind = random.nextInt(20);
    var result = kind == 0 ? Result.EXCLUDED : kind == 1 ? Result.PENDING : end(canary);
    double latency = 6e6 * (canary ? harm : 1) * Math.exp(0.7 * random.nextGaussian());
    boolean covered = random.nextInt(5) > 0;
    var call = new Call(
        ++id, millis, user, canary ? Role.CANARY : Role.STABLE, result, (long) latency, covered);
    told.add(new Called(step.number(), call));
    long end = millis;
    if (result == Result.PENDING) {
      call = Calls.ended(call, end(canary));
      end = millis + random.nextLong(50_000);
      told.add(new Ended(step.number(), call, end));
    }
    if (call.result() == Result.OK && random.nextInt(10) < 7) {
      told.add(new Labelled(step.number(), label(call, end)));
    }
  }

  private Result end(boolean canary) {
    return happens(0.05, canary) ? Result.BAD : Result.OK;
  }

  private boolean happens(double chance, boolean canary) {
    return random.nextDouble() < chance * (canary ? harm : 1);
  }

  private Label label(Call call, long end) {
    long age =
        random.nextBoolean() ? random.nextLong(1, 32) * MINUTE : random.nextLong(40 * MINUTE);
    return new Label(
        call.id(),
        call.timeMillis(),
        Math.max(end, call.timeMillis() + age),
        call.user(),
        call.role(),
        happens(0.15, call.canary()) ? 1 : 0,
        call.covered());
  }
}
