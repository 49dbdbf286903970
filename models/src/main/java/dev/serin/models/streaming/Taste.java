package dev.serin.models.streaming;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The taste of one person: a favourite genre and, for each genre, the chance in thousandths (50 to
 * 950) that the person watches a title of it to the end.
 */
record Taste(int favourite, List<Integer> chances) {

  private static final double INDIFFERENT = -2.1;
  private static final double FAVOURITE = 3.6;
  private static final double NEIGHBOUR = 0.9;
  private static final double SPREAD = 0.5;
  private static final int LOWEST = 50;
  private static final int HIGHEST = 950;

  Taste {
    chances = List.copyOf(chances);
  }

  /** Draws a person whose favourite is likely in proportion to these weights, one per genre. */
  static Taste draw(Random random, List<Integer> popularity) {
    int favourite = Draws.weighted(random, popularity);
    var chances = IntStream.range(0, Genres.COUNT).map(genre -> chance(random, favourite, genre));
    return new Taste(favourite, chances.boxed().toList());
  }

  private static int chance(Random random, int favourite, int genre) {
    double liking = INDIFFERENT + SPREAD * random.nextGaussian();
    if (genre == favourite) {
      liking += FAVOURITE;
    } else if (genre == (favourite + 1) % Genres.COUNT) {
      liking += NEIGHBOUR;
    }
    long thousandths = Math.round(1000 / (1 + StrictMath.exp(-liking)));
    return (int) Math.max(LOWEST, Math.min(HIGHEST, thousandths));
  }
}
