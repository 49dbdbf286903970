package dev.serin.events;

import dev.serin.gate.Call;
import dev.serin.gate.Label;
import dev.serin.split.Share;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The calls of all models that are not in their files yet.
 *
 * <p>A call is held until labels for it no longer count, so that its label is in its row; beyond a
 * maximum number of calls the oldest are written as they are. Confined to one thread.
 */
final class Recording {
  /**
   * The counts of events that are in no file.
   *
   * @param calls that arrived out of order
   * @param labels beyond the horizon, after the first of a call, or of a call that was written
   *     early or is unknown
   * @param rows that a disk refused
   */
  record Missing(long calls, long labels, long rows) {}

  /** How long after its arrival a label may be added here. */
  static final long SLACK_MILLIS = 1_000;

  /** The most digits after the point of a share in a file. */
  private static final int SHARE_DIGITS = 18;

  private final Function<String, EventFile> files;
  private final Function<String, Duration> horizon;
  private final int maxHeld;
  private final Map<String, ModelEvents> models = new TreeMap<>();
  private BigDecimal lastShareValue = BigDecimal.ZERO;
  private Share lastShare = Share.ZERO;
  private long calls;
  private long labels;

  /** Returns a recording that holds at most this many calls, and writes each model's to a file. */
  Recording(Function<String, EventFile> files, Function<String, Duration> horizon, int maxHeld) {
    this.files = files;
    this.horizon = horizon;
    this.maxHeld = maxHeld;
  }

  /**
   * Returns the files of models: this one for a single model, else one with the model's name in it.
   */
  static Function<String, EventFile> files(Path file, Collection<String> models, long maxBytes) {
    return model -> new EventFile(
        models.size() == 1 && models.contains(model) ? file : EventFile.sibling(file, model),
        maxBytes);
  }

  /** Starts the files of these models, to fail now if they cannot be written. */
  void open(Collection<String> names) throws IOException {
    for (var name : names) {
      model(name).file().open();
    }
  }

  void call(String name, BigDecimal share, Call call) {
    while (held() >= maxHeld) {
      oldest().writeOldest();
    }
    if (!model(name).hold(share(share), call)) {
      calls++;
    }
  }

  void ended(String name, Call call) {
    model(name).end(call);
  }

  void label(String name, Label label) {
    long age = label.arrivalMillis() - label.predictionMillis();
    if (age > horizon.apply(name).toMillis() || !model(name).label(label)) {
      labels++;
    }
  }

  /** Writes the rows that are due. */
  void tick(long nowMillis) {
    models.forEach((name, model) ->
        model.writeDue(nowMillis - SLACK_MILLIS, horizon.apply(name).toMillis()));
  }

  /** Writes all rows. */
  void close() {
    models.values().forEach(ModelEvents::close);
  }

  Missing missing() {
    long rows = models.values().stream().mapToLong(model -> model.file().lost()).sum();
    return new Missing(calls, labels, rows);
  }

  private int held() {
    int sum = 0;
    for (var model : models.values()) {
      sum += model.held().size();
    }
    return sum;
  }

  private ModelEvents oldest() {
    return models.values().stream()
        .filter(model -> model.held().size() > 0)
        .min(Comparator.comparingLong(model -> model.held().oldestMillis()))
        .orElseThrow();
  }

  private ModelEvents model(String name) {
    return models.computeIfAbsent(name, model -> new ModelEvents(files.apply(model)));
  }

  /** Rounds a share: that of two versions among several may have more digits than a file. */
  private Share share(BigDecimal value) {
    if (value.compareTo(lastShareValue) != 0) {
      lastShareValue = value;
      lastShare = new Share(
          value.scale() > SHARE_DIGITS
              ? value.setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN)
              : value);
    }
    return lastShare;
  }
}
