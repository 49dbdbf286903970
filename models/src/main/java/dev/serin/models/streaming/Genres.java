package dev.serin.models.streaming;

import java.util.List;

/** The genres that a model may recommend; elsewhere a genre is its index in this list. */
final class Genres {

  /** The genres in the order of the columns of a model's output. */
  static final List<String> NAMES =
      List.of("drama", "comedy", "crime", "documentary", "kids", "scifi", "sport", "romance");

  /** The index of the genre for children. */
  static final int KIDS = NAMES.indexOf("kids");

  /** The number of genres. */
  static final int COUNT = NAMES.size();

  private Genres() {}
}
