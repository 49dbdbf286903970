package dev.serin.feedback.quality;

import dev.serin.feedback.quality.Summary.Classes;
import dev.serin.feedback.quality.Summary.Numbers;
import dev.serin.feedback.quality.Summary.Scores;
import dev.serin.tensor.Elements;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;

/** Decides whether two versions agree on a call, in all of its rows. */
public final class Agreement {
  /** The largest difference of equal numbers: absolute, or relative for numbers above 1. */
  static final double TOLERANCE = 1e-4;

  private Agreement() {}

  /** Compares what quality is measured on: the classes, the likeliest classes, or the numbers. */
  public static boolean of(
      QualitySettings quality, Map<String, Tensor> one, Map<String, Tensor> other, long rows) {
    var left = Summaries.of(quality, one, rows);
    var right = Summaries.of(quality, other, rows);
    var range = IntStream.range(0, (int) rows);
    if (left instanceof Classes a && right instanceof Classes b) {
      return range.allMatch(row -> a.index(row) == b.index(row));
    }
    if (left instanceof Scores a && right instanceof Scores b) {
      return range.allMatch(row -> likeliest(a, row) == likeliest(b, row));
    }
    if (left instanceof Numbers a && right instanceof Numbers b) {
      return range.allMatch(row -> close(a.value(row), b.value(row)));
    }
    return of(one, other);
  }

  /** Compares all outputs, number by number. */
  public static boolean of(Map<String, Tensor> one, Map<String, Tensor> other) {
    return one.keySet().equals(other.keySet())
        && one.entrySet().stream().allMatch(output -> {
          var match = other.get(output.getKey());
          return match != null && equal(output.getValue(), match);
        });
  }

  private static boolean equal(Tensor one, Tensor other) {
    if (one.type() != other.type() || !one.shape().equals(other.shape())) {
      return false;
    }
    if (!Elements.real(one.type())) {
      return one.data().equals(other.data());
    }
    var left = new Elements(one);
    var right = new Elements(other);
    return IntStream.range(0, Math.toIntExact(one.shape().elements()))
        .allMatch(i -> close(left.real(i), right.real(i)));
  }

  private static int likeliest(Scores scores, int row) {
    int best = 0;
    for (int i = 1; i < scores.classes(); i++) {
      best = scores.score(row, i) > scores.score(row, best) ? i : best;
    }
    return best;
  }

  private static boolean close(float one, float other) {
    double size = Math.max(1, Math.max(Math.abs(one), Math.abs(other)));
    return one == other
        || (Double.isFinite(size) && Math.abs((double) one - other) <= TOLERANCE * size);
  }
}
