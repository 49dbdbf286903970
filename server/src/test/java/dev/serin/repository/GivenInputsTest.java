package dev.serin.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenInputsTest {
  @TempDir
  private Path models;

  private Path version;

  @BeforeEach
  void make() throws IOException {
    version = Files.createDirectories(models.resolve("m/1"));
  }

  @Test
  void of_noFile_isNothing() {
    assertThat(inputs("").of("m", version)).isEmpty();
  }

  @Test
  void of_fileOfTheVersion_comesBeforeThatOfTheModel() throws IOException {
    Files.writeString(models.resolve("m/warmup.json"), "model");
    assertThat(name()).isEqualTo("model");

    Files.writeString(version.resolve("warmup.json"), "version");
    assertThat(name()).isEqualTo("version");
  }

  @Test
  void of_namedFile_isTakenInPlaceOfTheUsualOne() throws IOException {
    Files.writeString(version.resolve("warmup.json"), "usual");
    Files.writeString(version.resolve("call.json"), "named");

    assertThat(inputs("call.json").of("m", version).get(0).inputs().orElseThrow())
        .containsKey("named");
    assertThat(inputs("call.json").of("m", version).get(0).source()).isEqualTo("call.json");
  }

  @Test
  void of_namedFileMissing_saysSo() {
    assertThat(inputs("call.json").of("m", version).get(0).problem())
        .contains("no such file in the version's folder or the model's");
  }

  @Test
  void of_noCall_saysWhy() throws IOException {
    Files.writeString(version.resolve("warmup.json"), "wrong");

    assertThat(inputs("").of("m", version).get(0).problem()).contains("no call");
  }

  /** A link could lead to any file of the machine. */
  @Test
  void of_link_isNotFollowed() throws IOException {
    var secret = Files.writeString(models.resolve("secret"), "secret");
    Files.createSymbolicLink(version.resolve("warmup.json"), secret);

    assertThat(inputs("").of("m", version)).isEmpty();
  }

  private String name() {
    return inputs("")
        .of("m", version)
        .get(0)
        .inputs()
        .orElseThrow()
        .keySet()
        .iterator()
        .next();
  }

  /** Reads files that hold the name of the only input. */
  private static GivenInputs inputs(String named) {
    return new GivenInputs(
        model -> named.isEmpty() ? Optional.empty() : Optional.of(named),
        bytes -> read(new String(bytes, UTF_8)));
  }

  private static Map<String, Tensor> read(String text) {
    if (text.equals("wrong")) {
      throw new InvalidTensorException("no call");
    }
    return Map.of(text, Tensor.ofFloats(Shape.of(1), 1));
  }
}
