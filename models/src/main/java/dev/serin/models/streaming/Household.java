package dev.serin.models.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An account of one or two persons: one watches by day, one in the evening. The taste at a visit
 * depends on who is watching, so on the part of the day together with the history of that part:
 * neither says much without the other.
 */
record Household(Taste day, Taste evening, boolean isEvening) {

  /**
   * The names of the features that the service knows about a viewer, in the order of the models'
   * input.
   */
  static final List<String> FEATURES = Stream.of(
          shares("day"), shares("evening"), Stream.of("is_evening", "kids", "age", "tv", "titles"))
      .flatMap(names -> names)
      .toList();

  private static final int ONE_PERSON = 200;
  private static final int WATCHES_IN_THE_EVENING = 600;
  private static final List<Integer> DAY_POPULARITY = List.of(10, 14, 8, 14, 20, 8, 12, 14);
  private static final List<Integer> EVENING_POPULARITY = List.of(22, 18, 18, 8, 2, 14, 10, 8);
  private static final List<Integer> AGES = List.of(60, 40, 50, 70, 20, 30, 50, 40);
  private static final int AGE_SPREAD = 20;
  private static final int FEWEST_TITLES = 12;
  private static final int MOST_TITLES = 30;

  /** Draws a household at a visit. */
  static Household draw(Random random) {
    boolean onePerson = Draws.happens(random, ONE_PERSON);
    boolean isEvening = Draws.happens(random, WATCHES_IN_THE_EVENING);
    var evening = Taste.draw(random, EVENING_POPULARITY);
    var day = onePerson ? evening : Taste.draw(random, DAY_POPULARITY);
    return new Household(day, evening, isEvening);
  }

  /**
   * Draws the features that the service knows about the household, and keeps the chances that it
   * does not know.
   */
  Viewer observe(Random random) {
    var features = new ArrayList<Integer>();
    int dayTitles = Draws.between(random, FEWEST_TITLES, MOST_TITLES);
    int eveningTitles = Draws.between(random, FEWEST_TITLES, MOST_TITLES);
    features.addAll(watched(random, day, dayTitles));
    features.addAll(watched(random, evening, eveningTitles));
    features.add(isEvening ? 100 : 0);
    features.add(Draws.happens(random, day.favourite() == Genres.KIDS ? 900 : 200) ? 100 : 0);
    features.add(age(random));
    features.add(Draws.happens(random, isEvening ? 700 : 400) ? 100 : 0);
    features.add(dayTitles + eveningTitles);
    return new Viewer(features, watching().chances());
  }

  private Taste watching() {
    return isEvening ? evening : day;
  }

  private int age(Random random) {
    int mean = AGES.get(watching().favourite());
    long age = mean + Math.round(AGE_SPREAD * random.nextGaussian());
    return (int) Math.max(0, Math.min(100, age));
  }

  /* The share of each genre among the titles that a person has recently watched to the end. */
  private static List<Integer> watched(Random random, Taste taste, int titles) {
    var counts = new int[Genres.COUNT];
    for (int i = 0; i < titles; i++) {
      counts[Draws.weighted(random, taste.chances())]++;
    }
    return IntStream.of(counts)
        .map(count -> (200 * count + titles) / (2 * titles))
        .boxed()
        .toList();
  }

  private static Stream<String> shares(String part) {
    return Genres.NAMES.stream().map(genre -> part + "_" + genre);
  }
}
