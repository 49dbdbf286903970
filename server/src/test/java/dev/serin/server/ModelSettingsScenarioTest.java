package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway over a model's folder as Triton has it. */
class ModelSettingsScenarioTest {
  private static final String DESCRIPTION = "platform: 'onnxruntime_onnx' max_batch_size: 16"
      + " input { name: 'input' data_type: TYPE_FP32 dims: 64 }"
      + " output { name: 'output' data_type: TYPE_FP32 dims: 10 label_filename: 'names.txt' }";

  @TempDir
  private Path folder;

  @Test
  void folderOfTriton_isServedAsItSays() throws Exception {
    write("names.txt", names(10));
    write("config.pbtxt", DESCRIPTION + " optimization {}");

    try (var serin = start()) {
      var version = version(serin);

      assertThat(version.state()).isEqualTo(Model.VersionState.READY);
      assertThat(version.outputs().get(0).classes()).startsWith("class 0").hasSize(10);
      assertThat(version.reason()).isEqualTo("config.pbtxt: without effect here: optimization");
      assertThat(serin.predict("alice").version()).isEqualTo(1);
    }
  }

  @Test
  void mistakeWhileServing_isNotedAndTheModelServesOn() throws Exception {
    write("names.txt", names(10));
    write("config.pbtxt", DESCRIPTION);
    try (var serin = start()) {
      write("config.pbtxt", "max_batch_size: many");
      Await.until("a note", () -> version(serin).reason().startsWith("config.pbtxt:1:17: "));

      assertThat(version(serin).reason()).endsWith("; what it said before stays in force");
      assertThat(serin.predict("alice").version()).isEqualTo(1);
    }
  }

  private TestGateway start() throws Exception {
    return TestGateway.start(folder, "models: {digits: {split: {1: 1}}}\n", 1);
  }

  private static Model.Version version(TestGateway serin) {
    return serin.admin().models().get(0).versions().get(0);
  }

  private void write(String name, String text) throws IOException {
    var model = Files.createDirectories(folder.resolve("repository/digits"));
    Files.writeString(model.resolve(name), text);
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "class " + number)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
