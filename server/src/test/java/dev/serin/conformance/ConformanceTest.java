package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Serves every model of ONNX's test data: {@code mvn test -Pconformance}. Each answers as expected,
 * or is in {@code conformance/exceptions.txt}. How each fared is written to
 * {@code server/target/conformance.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  private static final Path REPORT = Path.of("target", "conformance.txt");

  private final Exceptions exceptions = Exceptions.read();
  private final List<String> lines = new ArrayList<>();

  @AutoClose
  private Served served;

  @AutoClose
  private Inferred inferred;

  @BeforeAll
  void serve(@TempDir Path folder) throws Exception {
    served = Served.load(TestData.models(), folder);
    inferred = Inferred.start(folder);
  }

  @AfterAll
  void report() throws IOException {
    Files.write(REPORT, lines);
  }

  static List<TestModel> models() {
    return TestData.models();
  }

  @Test
  void models_ofTheTestData_areAllThere() {
    assertThat(models()).as("libonnx-testdata 1.12.0").hasSizeGreaterThanOrEqualTo(1_072);
  }

  @Test
  void exceptions_areModelsOfTheTestData() {
    assertThat(models()).extracting(TestModel::name).containsAll(exceptions.names());
  }

  @ParameterizedTest
  @MethodSource("models")
  void predict_modelOfTheTestData_answersAsExpected(TestModel model) throws Exception {
    var result = new Trial(served, model).run();
    lines.add(model + "\t" + result.outcome() + "\t" + result.detail());

    assertThat(exceptions.complaint(model.name(), result)).as(model.name()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void infer_modelOfTheTestData_answersAsExpected(TestModel model) throws Exception {
    var raw = new Trial(inferred.raw(), model).run();
    var typed = new Trial(inferred.typed(), model).run();

    assertThat(exceptions.complaint(model.name(), raw))
        .as(model.name() + ", raw")
        .isEmpty();
    assertThat(exceptions.complaint(model.name(), typed))
        .as(model.name() + ", typed")
        .isEmpty();
  }
}
