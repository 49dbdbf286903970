package dev.serin.events;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The columns of a file, in their order. */
enum Column {
  TIME_MS(0),
  USER(1),
  ROLE(2),
  SHARE(3),
  LATENCY_MS(4),
  ERROR(5),
  LOSS(6),
  LABEL_DELAY_MS(7),
  ABANDONED(8),
  TOGETHER(9);

  /** The first line of a file. */
  static final List<String> HEADER =
      Arrays.stream(values()).map(Column::toString).toList();

  /** The first lines of files of all releases, the present one first. */
  static final List<List<String>> HEADERS =
      List.of(HEADER, HEADER.subList(0, TOGETHER.index), HEADER.subList(0, ABANDONED.index));

  private final int index;

  Column(int index) {
    this.index = index;
  }

  /** The position in a row, from 0. */
  int index() {
    return index;
  }

  /** The name in the header. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
