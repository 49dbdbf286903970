package dev.serin.repository;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.Predictor;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Loads files that hold a word: {@code bad}, {@code broken}, {@code huge} fail, {@code liar} does
 * not return what it declares, others work. A line {@code needs FILE BYTES} names a data file.
 */
final class FakeLoader implements ModelLoader {
  private static final Pattern NEEDS = Pattern.compile("needs (\\S+) (\\d+)");

  final List<String> loads = new ArrayList<>();
  final List<FakePredictor> loaded = new ArrayList<>();
  int closed;
  /** Whether {@code crash} and {@code dies} end the process that loads or runs them. */
  boolean worker;

  boolean starts = true;

  Runnable duringLoad = () -> {};

  @Override
  public SortedMap<String, Long> dataFiles(Path model) throws IOException {
    var files = new TreeMap<String, Long>();
    for (var line : Files.readAllLines(model)) {
      var needed = NEEDS.matcher(line);
      if (needed.matches()) {
        files.put(needed.group(1), Long.parseLong(needed.group(2)));
      }
    }
    return files;
  }

  @Override
  public Predictor load(VersionId id, Path model) throws ModelLoadException, IOException {
    var word = Files.readString(model);
    loads.add(id + " " + word);
    if (!starts) {
      throw new ModelLoadException("no process", new IOException("no process"));
    }
    duringLoad.run();
    switch (word) {
      case "bad" -> throw new ModelLoadException("not a model", null);
      case "broken" -> throw new IllegalStateException("a defect");
      case "crash" -> {
        if (worker) {
          var crash = new ProcessEndedException("signal 11 while loading", true);
          throw new ModelLoadException("signal 11 while loading", crash);
        }
        return new FakePredictor("y");
      }
      case "huge" -> throw new OutOfMemoryError("made up");
      default -> {
        var predictor = new FakePredictor(word.equals("liar") ? "z" : "y");
        if (worker && word.equals("dies")) {
          predictor.end(new ProcessEndedException("signal 9 while warming up", true));
        }
        loaded.add(predictor);
        return predictor;
      }
    }
  }

  /** A loaded version, in a process of its own if {@link #worker} is set. */
  final class FakePredictor implements Predictor {
    private final String given;
    private Optional<ProcessEndedException> ended = Optional.empty();
    private Consumer<ProcessEndedException> listener = how -> {};

    FakePredictor(String given) {
      this.given = given;
    }

    @Override
    public Signature signature() {
      var spec = new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY));
      return new Signature(
          List.of(spec), List.of(new TensorSpec("y", DataType.FP32, spec.shape())));
    }

    /** Ends its process. */
    void end(ProcessEndedException how) {
      ended = Optional.of(how);
      listener.accept(how);
    }

    @Override
    public OptionalLong process() {
      return worker ? OptionalLong.of(1) : OptionalLong.empty();
    }

    @Override
    public Optional<ProcessEndedException> ended() {
      return ended;
    }

    @Override
    public void whenEnded(Consumer<ProcessEndedException> told) {
      listener = told;
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      return Map.of(given, Tensor.ofFloats(Shape.of(1), 1));
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
