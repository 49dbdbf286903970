package dev.serin.triton;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.inference.ModelConfig;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a model with the inputs and outputs that its file describes, and names its classes. */
final class Described {
  private static final int MOST_LABEL_BYTES = 16 << 20;
  private static final Collector<CharSequence, ?, String> JOINED = Collectors.joining(" ");

  private final ModelConfig config;
  private final Path folder;

  Described(ModelConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
  }

  /** Returns the files with the names of classes. */
  Set<String> labelFiles() {
    var files = new LinkedHashSet<String>();
    for (var output : config.getOutputList()) {
      if (!output.getLabelFilename().isEmpty()) {
        files.add(output.getLabelFilename());
      }
    }
    return files;
  }

  /** Returns a signature with the names of classes; throws if the model has another one. */
  Signature served(Signature loaded) throws ModelLoadException {
    var inputs = new LinkedHashSet<String>();
    for (var input : config.getInputList()) {
      inputs.add(input.getName());
      check(
          "input",
          loaded.inputs(),
          input.getName(),
          DataTypes.of(input.getDataType()),
          input.getDimsList());
    }
    for (var input : loaded.inputs()) {
      if (!inputs.isEmpty() && !inputs.contains(input.name()) && !input.optional()) {
        throw wrong("input: " + inputs + " without " + input.name() + " (expected: all of "
            + loaded.inputs() + ", as in the model)");
      }
    }
    var classes = new HashMap<String, List<String>>();
    for (var output : loaded.outputs()) {
      if (!loaded.classes(output.name()).isEmpty()) {
        classes.put(output.name(), loaded.classes(output.name()));
      }
    }
    for (var output : config.getOutputList()) {
      var spec = check(
          "output",
          loaded.outputs(),
          output.getName(),
          DataTypes.of(output.getDataType()),
          output.getDimsList());
      if (!output.getLabelFilename().isEmpty()) {
        classes.put(output.getName(), labels(output.getLabelFilename(), spec));
      }
    }
    return loaded.withClasses(classes);
  }

  private TensorSpec check(
      String kind, List<TensorSpec> specs, String name, Optional<DataType> type, List<Long> dims)
      throws ModelLoadException {
    var spec = specs.stream().filter(each -> each.name().equals(name)).findFirst();
    if (spec.isEmpty()) {
      throw wrong(kind + ": " + name + " (expected: one of " + specs + ", as in the model)");
    }
    var model = spec.get();
    var shape = dims.isEmpty() ? Optional.<Shape>empty() : Optional.of(shape(kind, name, dims));
    boolean alike = type.map(model.type()::equals).orElse(true)
        && shape.map(described -> alike(described, model.shape())).orElse(true);
    if (!alike) {
      throw wrong(kind + " " + name + ": "
          + Stream.of(type, shape)
              .flatMap(Optional::stream)
              .map(Object::toString)
              .collect(JOINED)
          + (rows() ? " with the rows of max_batch_size " + config.getMaxBatchSize() : "")
          + " (expected: " + model.type() + " " + model.shape() + ", as in the model)");
    }
    return model;
  }

  private boolean rows() {
    return config.getMaxBatchSize() > 0;
  }

  private Shape shape(String kind, String name, List<Long> dims) throws ModelLoadException {
    var sizes = new ArrayList<Long>();
    if (rows()) {
      sizes.add(Shape.ANY);
    }
    for (long dim : dims) {
      if (dim < Shape.ANY) {
        throw wrong(kind + " " + name + ": dims: " + dim + " (expected: a size, or -1)");
      }
      sizes.add(dim);
    }
    return Shape.of(sizes);
  }

  private static boolean alike(Shape described, Shape model) {
    if (!model.hasRank()) {
      return true;
    }
    boolean alike = described.rank() == model.rank();
    for (int i = 0; alike && i < model.rank(); i++) {
      alike = model.size(i) == Shape.ANY || model.size(i) == described.size(i);
    }
    return alike;
  }

  private List<String> labels(String file, TensorSpec output) throws ModelLoadException {
    List<String> labels;
    try {
      var bytes = FolderFile.read(folder.resolve(file), MOST_LABEL_BYTES);
      labels =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().lines().toList();
    } catch (CharacterCodingException e) {
      throw new ModelLoadException(
          ModelSettings.FILE + ": label_filename: " + file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new ModelLoadException(
          ModelSettings.FILE + ": label_filename: " + file
              + " (expected: a file in the model's folder): " + e,
          e);
    }
    var shape = output.shape();
    long columns = shape.rank() < 2 ? Shape.ANY : shape.size(shape.rank() - 1);
    if (columns > 1 && columns != labels.size()) {
      throw wrong("label_filename: " + file + ": " + labels.size() + " lines (expected: " + columns
          + ", one for each column of output " + output.name() + ")");
    }
    return labels;
  }

  private static ModelLoadException wrong(String message) {
    return new ModelLoadException(ModelSettings.FILE + ": " + message, null);
  }
}
