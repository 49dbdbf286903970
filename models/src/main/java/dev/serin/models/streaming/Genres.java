package dev.serin.models.streaming;

import java.util.List;

/** What a model may recommend; everywhere else a genre is its place in this list. */
final class Genres {

  /** The genres in the order of the columns of a model's output. */
  static final List<String> NAMES =
      List.of("drama", "comedy", "crime", "documentary", "kids", "scifi", "sport", "romance");

  /** The place of what children watch. */
  static final int KIDS = NAMES.indexOf("kids");

  /** The number of genres. */
  static final int COUNT = NAMES.size();

  private Genres() {}
}
