package dev.serin.config;

import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.model.BatchChoice;
import dev.serin.model.BatchLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads how requests of a model share runs. Confined to one thread. */
final class BatchingSection {
  static final List<String> KEYS =
      List.of("maxBatch", "maxBatchDelay", "maxQueueWait", "intraOpThreads");

  private static final String AUTO = "auto";
  private static final Duration MOST_WAIT = Duration.ofDays(1);
  private static final ScalarType<Integer> THREADS = ScalarType.whole(1, 1024);
  private static final ScalarType<Integer> ROWS = ScalarType.whole(1, BatchLimit.MOST_ROWS);
  private static final ScalarType<OptionalInt> MAX_BATCH = new ScalarType<>(
      AUTO + ", or " + ROWS.expected(),
      text -> text.equals(AUTO)
          ? Optional.of(OptionalInt.empty())
          : ROWS.read().apply(text).map(OptionalInt::of));

  private final Section section;

  BatchingSection(Section section) {
    this.section = section;
  }

  BatchChoice read() {
    var maxBatch = section.read("maxBatch", MAX_BATCH);
    var delay = section.read("maxBatchDelay", ScalarType.durationFromZero(MOST_WAIT));
    var wait = section.read("maxQueueWait", ScalarType.duration(MOST_WAIT));
    var threads = section.read("intraOpThreads", THREADS);
    var choice = new BatchChoice(
        maxBatch,
        delay,
        wait,
        threads.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        OptionalInt.empty());
    return section.make(choice::settings).map(sound -> choice).orElse(BatchChoice.NONE);
  }
}
