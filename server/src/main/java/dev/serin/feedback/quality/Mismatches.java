package dev.serin.feedback.quality;

import dev.serin.tensor.Elements;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The labels and predictions that are not among a model's classes, so that operators can fix the
 * configuration or the sender of the labels. Thread-safe.
 */
public final class Mismatches {
  private static final int SHOWN_CLASSES = 10;

  /**
   * The mismatches of one kind.
   *
   * @param last the latest one, as text
   */
  private record Seen(long count, String last) {
    Seen plus(Seen other) {
      return new Seen(count + other.count, other.last);
    }
  }

  private final Map<String, Seen> labels = new ConcurrentHashMap<>();
  private final Map<String, Seen> predictions = new ConcurrentHashMap<>();

  /** Counts a label, with the message that its sender got. */
  public void label(String model, String message) {
    labels.merge(model, new Seen(1, message), Seen::plus);
  }

  /** Counts the rows of a prediction that are not among the classes. */
  public void predicted(
      String model, QualitySettings quality, Map<String, Tensor> outputs, Summary summary) {
    var tensor = outputs.get(quality.output());
    if (tensor != null && summary instanceof Summary.Classes classes && classes.count() > 0) {
      for (int row = 0; row < classes.rows(); row++) {
        if (classes.index(row) >= classes.count()) {
          var value = value(tensor, row);
          predictions.merge(model, new Seen(1, value + likely(quality, value)), Seen::plus);
        }
      }
    }
  }

  /** Resets a model, whose quality is measured differently from now on. */
  public void forget(String model) {
    labels.remove(model);
    predictions.remove(model);
  }

  /** Returns notes for the operator about a model. */
  public List<String> notes(String model, QualitySettings quality) {
    var notes = new ArrayList<String>();
    var label = labels.get(model);
    if (label != null) {
      notes.add("quality: " + label.count() + " labels refused since start as not among the model's"
          + " classes; latest: " + label.last());
    }
    var prediction = predictions.get(model);
    if (prediction != null) {
      notes.add("quality: " + prediction.count() + " predictions since start are not among the"
          + " classes " + text(quality.classes()) + " and count as wrong; latest: "
          + prediction.last());
    }
    return notes;
  }

  private static String value(Tensor tensor, int row) {
    return switch (tensor.type()) {
      case STRING -> tensor.strings().get(row);
      case FP16, BF16, FP32, FP64 -> Float.toString(new Elements(tensor).real(row));
      default -> Long.toString(new Elements(tensor).whole(row));
    };
  }

  /**
   * Returns a hint at what was likely meant: the other reading of a number, or another spelling.
   */
  static String likely(QualitySettings quality, String value) {
    if (quality.classes().contains(value)) {
      return " (did you mean `outputIs: value`?)";
    }
    boolean index = value.matches("[0-9]{1,9}")
        && Integer.parseInt(value) < quality.classes().size();
    if (index) {
      return " (did you mean `outputIs: index`?)";
    }
    return quality.classes().stream()
        .filter(name -> name.strip().equalsIgnoreCase(value.strip()))
        .findFirst()
        .map(name -> " (did you mean " + name + "?)")
        .orElse("");
  }

  /** Returns the first names, and the number of the others. */
  static String text(List<String> classes) {
    int more = classes.size() - SHOWN_CLASSES;
    return more <= 0
        ? String.join(", ", classes)
        : String.join(", ", classes.subList(0, SHOWN_CLASSES)) + " and " + more + " more";
  }
}
