package dev.serin.models.streaming;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The viewers of the demonstration, the same every time. */
final class Audience {

  private static final long SEED = 20_250_702L;
  private static final int SIZE = 20_000;
  private static final double ZIPF = 0.5;
  private static final double MILLION = 1e6;
  private static final int LEAST_ANSWERS = 40;
  private static final int MOST_ANSWERS = 100;
  private static final double DELAY_MILLIS = 500;
  private static final double DELAY_SPREAD = 0.2;

  private Audience() {}

  /** Returns the viewers in the order of their ids. */
  static List<Subscriber> draw() {
    var random = new Random(SEED);
    var ranks = ranks(random);
    var subscribers = new ArrayList<Subscriber>();
    for (int i = 0; i < SIZE; i++) {
      subscribers.add(subscriber(random, "v%05d".formatted(i), ranks.get(i)));
    }
    return subscribers;
  }

  private static List<Integer> ranks(Random random) {
    var ranks = IntStream.rangeClosed(1, SIZE).boxed().collect(Collectors.toList());
    Collections.shuffle(ranks, random);
    return ranks;
  }

  private static Subscriber subscriber(Random random, String id, int rank) {
    var viewer = Household.draw(random).observe(random);
    long activity = Math.round(MILLION * StrictMath.pow(rank, -ZIPF));
    int answers = Draws.between(random, LEAST_ANSWERS, MOST_ANSWERS);
    double delay = DELAY_MILLIS * StrictMath.exp(DELAY_SPREAD * random.nextGaussian());
    return new Subscriber(id, viewer, activity, answers, Math.round(delay));
  }
}
