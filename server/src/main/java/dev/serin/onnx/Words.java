package dev.serin.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.serin.model.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The values that attributes of a model's nodes name: those that encoders know, and the classes of
 * classifiers. Confined to its caller.
 */
final class Words {
  private static final int INTS = 8;
  private static final int STRINGS = 9;

  private static final Set<String> ENCODERS = Set.of(
      "cats_int64s",
      "cats_strings",
      "int64_vocabulary",
      "keys_int64s",
      "keys_strings",
      "pool_int64s",
      "pool_strings",
      "string_vocabulary");

  private static final int MAX_KEPT = 64;

  private final List<String> texts = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private final ClassLabels classes = new ClassLabels();

  /** Whether an attribute of this name is read. */
  static boolean keeps(String attribute) {
    return ENCODERS.contains(attribute) || ClassLabels.isAttribute(attribute);
  }

  /** Reads a field of an attribute that is kept. */
  void read(CodedInputStream in, int tag, String attribute) throws IOException {
    boolean encoder = ENCODERS.contains(attribute);
    int field = WireFormat.getTagFieldNumber(tag);
    if (field == STRINGS) {
      var text = in.readString();
      if (encoder) {
        keep(texts, text);
      } else {
        classes.add(text);
      }
    } else if (field == INTS && encoder) {
      TensorFields.readNumbers(in, tag, number -> keep(numbers, number));
    } else if (field == INTS) {
      TensorFields.readNumbers(in, tag, number -> classes.add(Long.toString(number)));
    } else {
      ModelScan.skip(in, tag);
    }
  }

  /** Ends an attribute of any name. */
  void endAttribute(String name) {
    classes.endAttribute(name);
  }

  Vocabulary vocabulary() {
    return new Vocabulary(texts, numbers);
  }

  ClassLabels classes() {
    return classes;
  }

  private static <T> void keep(List<T> values, T value) {
    if (values.size() < MAX_KEPT) {
      values.add(value);
    }
  }
}
