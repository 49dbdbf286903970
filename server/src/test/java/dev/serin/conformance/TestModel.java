package dev.serin.conformance;

import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model of ONNX's test data: {@code model.onnx} beside {@code test_data_set_0}. */
record TestModel(Path folder) {
  String name() {
    return String.valueOf(folder.getFileName());
  }

  Path file() {
    return folder.resolve("model.onnx");
  }

  /** Its inputs as the file declares them. */
  List<Declared> inputs() throws IOException {
    return OnnxFiles.inputs(Files.readAllBytes(file()));
  }

  /** Its outputs as the file declares them. */
  List<Declared> outputs() throws IOException {
    return OnnxFiles.outputs(Files.readAllBytes(file()));
  }

  /** The call of the test data: a tensor for each input, in their order. */
  List<Tensor> call() throws IOException {
    var inputs = inputs();
    var tensors = new ArrayList<Tensor>();
    for (int i = 0; Files.exists(data("input", i)); i++) {
      tensors.add(inputs.get(i).tensor(Files.readAllBytes(data("input", i))));
    }
    return tensors;
  }

  /**
   * The expected answer, by the names under which Serin serves it: all tensors, and the sequences
   * that are served.
   *
   * @param served the names of all outputs that Serin serves
   */
  Map<String, Tensor> answer(Set<String> served) throws IOException {
    var answer = new LinkedHashMap<String, Tensor>();
    var outputs = outputs();
    for (int i = 0; i < outputs.size(); i++) {
      var output = outputs.get(i);
      if (output.isTensor()) {
        answer.put(output.name(), output.tensor(Files.readAllBytes(data("output", i))));
      } else if (output.isIn(served)) {
        var parts = OnnxFiles.sequence(Files.readAllBytes(data("output", i)));
        for (int part = 0; part < parts.size(); part++) {
          answer.put(output.part(part), parts.get(part));
        }
      }
    }
    return answer;
  }

  private Path data(String what, int index) {
    return folder.resolve("test_data_set_0").resolve(what + "_" + index + ".pb");
  }

  @Override
  public String toString() {
    return name();
  }
}
