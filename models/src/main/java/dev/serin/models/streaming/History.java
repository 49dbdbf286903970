package dev.serin.models.streaming;

import dev.serin.models.Lesson;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Past visits, at each of which the service recommended a random genre. */
final class History {

  /** The seed, for other viewers than those of the demonstration. */
  private static final long SEED = 20_250_701L;

  private History() {}

  /** Returns the titles watched to the end in this many visits, in the order of the visits. */
  static List<Lesson> finished(int visits) {
    var random = new Random(SEED);
    var lessons = new ArrayList<Lesson>();
    for (int i = 0; i < visits; i++) {
      var viewer = Household.draw(random).observe(random);
      int genre = random.nextInt(Genres.COUNT);
      if (Draws.happens(random, viewer.chances().get(genre))) {
        lessons.add(viewer.finished(genre));
      }
    }
    return lessons;
  }
}
