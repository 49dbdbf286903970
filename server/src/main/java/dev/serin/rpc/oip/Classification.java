package dev.serin.rpc.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.rpc.StatusTable;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Elements;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/**
 * The greatest elements of each row of an output, as texts: value, index and, where the model names
 * its classes, the name. Of equal elements the first comes first, and NaN comes last.
 */
final class Classification {
  /** The most bytes of a value, an index and what separates them, and of the objects around. */
  private static final long TEXT_BYTES = 160;

  private final Tensor output;
  private final Elements elements;
  private final List<String> labels;
  private final int rows;
  private final int width;
  private final int count;

  /**
   * Returns the classes of an output; throws INVALID_ARGUMENT if its elements cannot be compared.
   *
   * @param labels the names of the classes; may be empty
   * @param most how many elements of a row
   */
  Classification(String name, Tensor output, List<String> labels, int most) {
    if (output.type() == DataType.STRING || output.type() == DataType.BOOL) {
      throw StatusTable.invalid("class result not available for output '" + name
          + "' due to unsupported type '" + Datatypes.name(output.type()) + "'");
    }
    this.output = output;
    this.elements = new Elements(output);
    this.labels = labels;
    // A vector is one row of scores.
    rows = output.shape().rank() < 2 ? 1 : Math.toIntExact(output.shape().rows());
    width = rows == 0 ? 0 : Math.toIntExact(output.shape().elements() / rows);
    count = Math.min(most, width);
  }

  /** The most memory that the texts take while they are made. */
  long bytes() {
    long longest =
        labels.stream().mapToLong(label -> label.getBytes(UTF_8).length).max().orElse(0);
    return (long) rows * count * (TEXT_BYTES + 4 * longest);
  }

  /** Returns the texts: as many as were asked for, of each row. */
  Tensor texts() {
    var texts = new ArrayList<String>(rows * count);
    for (int row = 0; row < rows; row++) {
      add(row * width, texts);
    }
    var shape =
        output.shape().rank() < 2 ? Shape.of(count) : Shape.of(output.shape().rows(), count);
    return Tensor.ofStrings(shape, texts);
  }

  private void add(int start, List<String> texts) {
    Comparator<Integer> ascending = (one, other) -> compare(start + one, start + other);
    var greatest = new PriorityQueue<>(Math.max(1, count), ascending);
    for (int i = 0; i < width && count > 0; i++) {
      if (greatest.size() < count) {
        greatest.add(i);
      } else if (ascending.compare(i, greatest.element()) > 0) {
        greatest.remove();
        greatest.add(i);
      }
    }
    greatest.stream()
        .sorted(ascending.reversed())
        .forEach(index -> texts.add(text(start + index, index)));
  }

  /** Compares two elements; of equal ones the first is the greater. */
  private int compare(int one, int other) {
    int byValue;
    if (output.type() == DataType.UINT64) {
      byValue = Long.compareUnsigned(elements.whole(one), elements.whole(other));
    } else if (Elements.whole(output.type())) {
      byValue = Long.compare(elements.whole(one), elements.whole(other));
    } else {
      byValue = Double.compare(real(one), real(other));
    }
    return byValue != 0 ? byValue : Integer.compare(other, one);
  }

  /** Returns an element, NaN as the least number, and both zeros as one. */
  private double real(int index) {
    double value = value(index);
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value + 0.0;
  }

  private double value(int index) {
    return output.type() == DataType.FP64
        ? output.data().getDouble(index * Double.BYTES)
        : elements.real(index);
  }

  private String text(int at, int index) {
    var text = value(at, output.type()) + ":" + index;
    return index < labels.size() ? text + ":" + labels.get(index) : text;
  }

  private String value(int at, DataType type) {
    if (type == DataType.UINT64) {
      return Long.toUnsignedString(elements.whole(at));
    }
    return Elements.whole(type)
        ? Long.toString(elements.whole(at))
        : String.format(Locale.ROOT, "%f", value(at));
  }
}
