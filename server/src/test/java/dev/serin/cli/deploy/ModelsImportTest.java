package dev.serin.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Run;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.DataType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of other tools, brought into an empty repository. */
class ModelsImportTest {
  /** Rows of three numbers. */
  private static final byte[] MODEL = OnnxModels.add(1, -1, 3);

  @TempDir
  private Path folder;

  private Path repository;
  private Path source;

  @BeforeEach
  void folders() throws IOException {
    repository = Files.createDirectories(folder.resolve("repository"));
    source = Files.createDirectories(folder.resolve("source"));
  }

  @Test
  void import_file_isTheFirstVersionAndSaysWhatItServes() throws Exception {
    write("net.onnx", MODEL);

    var run = run(source.resolve("net.onnx"));

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "m/1 is in " + repository.resolve("m/1") + " (ONNX file, sha256 ",
            "serves    x FP32 [-1,3] -> y FP32 [-1,3]\n",
            "batching  calls share runs of as many rows as pay, which is learnt\n");
    assertThat(repository.resolve("m/1/model.onnx")).hasBinaryContent(MODEL);
    assertThat(files()).containsExactly(".import/lock", "m/1/model.onnx");
  }

  @Test
  void import_again_isTheNextNumber() throws Exception {
    write("net.onnx", MODEL);
    Files.createDirectories(repository.resolve("m/9"));

    assertThat(run(source.resolve("net.onnx")).out()).startsWith("m/10 is in ");
  }

  @Test
  void import_json_isOneObject() throws Exception {
    write("net.onnx", MODEL);

    assertThat(run(source.resolve("net.onnx"), "-o", "json").out())
        .startsWith("{\"model\":\"m\",\"version\":1,\"folder\":\"")
        .contains(
            "\"source\":\"ONNX file\",\"sha256\":\"",
            "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,3],\"optional\":false,"
                + "\"classes\":[]}]",
            "\"notes\":[]}")
        .hasLineCount(1);
  }

  @Test
  void import_externalData_comesWithTheModel() throws Exception {
    write("net.onnx", OnnxModels.externalData("weights/w.bin", -1, 1));
    write("weights/w.bin", new byte[4]);

    assertThat(run(source.resolve("net.onnx")).err()).isEmpty();

    assertThat(files()).contains("m/1/model.onnx", "m/1/weights/w.bin");
  }

  @Test
  void import_externalDataMissing_isRefused() throws Exception {
    write("net.onnx", OnnxModels.externalData("w.bin", -1, 1));

    var run = run(source.resolve("net.onnx"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("serin: " + source.resolve("w.bin")
            + " is missing (expected: a file beside the model, which names it)\n");
    assertThat(files()).containsExactly(".import/lock");
  }

  @Test
  void import_modelThatCannotBeServed_isRefusedAndLeavesNothing() throws Exception {
    write("net.onnx", OnnxModels.unknownOperator(-1, 3));

    var run = run(source.resolve("net.onnx"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("serin: m/1 would be REJECTED: ")
        .endsWith("; nothing was added\n");
    assertThat(files()).containsExactly(".import/lock");
  }

  @Test
  void import_numberThatExists_isRefused() throws Exception {
    write("net.onnx", MODEL);
    run(source.resolve("net.onnx"));

    var run = run(source.resolve("net.onnx"), "--version", "1");

    assertThat(run)
        .isEqualTo(new Run(
            1,
            "",
            "serin: m/1 exists in " + repository
                + " (expected: another number; versions never change)\n"));
  }

  /** As after a kill in the middle of a copy. */
  @Test
  void import_leftoverOfAKilledOne_isRemoved() throws Exception {
    write("net.onnx", MODEL);
    Files.createDirectories(repository.resolve(".import/stage/m/1"));
    Files.writeString(repository.resolve(".import/stage/m/1/model.onnx"), "half a mod");
    Files.writeString(repository.resolve(".import/stage/m/config.pbtxt"), "name: ");

    assertThat(run(source.resolve("net.onnx")).exitCode()).isZero();

    assertThat(files()).containsExactly(".import/lock", "m/1/model.onnx");
    assertThat(repository.resolve(".import/stage")).doesNotExist();
  }

  @Test
  void import_whileAnotherRuns_isRefused() throws Exception {
    write("net.onnx", MODEL);
    Files.createDirectories(repository.resolve(".import"));
    try (var channel = FileChannel.open(
            repository.resolve(".import/lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();

      assertThat(run(source.resolve("net.onnx")).err())
          .isEqualTo("serin: " + repository
              + ": another import is running (expected: one at a time; try again)\n");
    }
  }

  @Test
  void import_huggingFace_takesTheNamesOfTheClasses() throws Exception {
    write("onnx/model.onnx", OnnxModels.overflow("input_ids", "logits", 3, 2));
    text("config.json", "{\"id2label\": {\"1\": \"POSITIVE\", \"0\": \"NEGATIVE\"}, \"x\": [1]}");

    var run = run(source);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("classes   logits: 2, from NEGATIVE to POSITIVE\n");
    assertThat(repository.resolve("m/labels.txt")).hasContent("NEGATIVE\nPOSITIVE\n");
    assertThat(repository.resolve("m/config.pbtxt"))
        .content()
        .contains("name: \"logits\"", "label_filename: \"labels.txt\"");

    assertThat(run(source).out())
        .startsWith("m/2 is in ")
        .contains("classes   logits: 2, from NEGATIVE to POSITIVE\n");
  }

  @Test
  void import_huggingFaceOfOtherClasses_keepsThoseOfTheModel() throws Exception {
    write("model.onnx", OnnxModels.overflow("input_ids", "logits", 3, 2));
    text("config.json", "{\"id2label\": {\"0\": \"a\", \"1\": \"b\"}}");
    run(source);
    text("config.json", "{\"id2label\": {\"0\": \"c\", \"1\": \"d\"}}");

    assertThat(run(source).out())
        .contains(
            "classes   logits: 2, from a to b\n",
            "note      the class names of config.json are not used: the model has a config.pbtxt");
  }

  @Test
  void import_huggingFaceWithoutNames_hasNone() throws Exception {
    write("model.onnx", MODEL);
    text("config.json", "{\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\"}}");

    assertThat(run(source).out()).startsWith("m/1 is in ").doesNotContain("class");
    assertThat(files()).containsExactly(".import/lock", "m/1/model.onnx");
  }

  @Test
  void import_huggingFaceWithoutAnOutputForThem_saysSo() throws Exception {
    write("model.onnx", MODEL);
    text("config.json", "{\"id2label\": {\"0\": \"a\", \"1\": \"b\"}}");

    assertThat(run(source).out())
        .contains("note      the 2 class names of config.json are not used: no single output");
  }

  @Test
  void import_mlflow_takesTheFileOfTheOnnxFlavor() throws Exception {
    write("data/net.onnx", MODEL);
    text("MLmodel", "flavors:\n  onnx:\n    data: data/net.onnx\n  python_function: {env: x}\n");

    assertThat(run(source).out()).startsWith("m/1 is in ").contains("(MLflow, sha256 ");
  }

  @Test
  void import_mlflowWithoutOnnx_isRefused() throws Exception {
    text("MLmodel", "flavors: {sklearn: {data: x}}\n");
    assertThat(run(source).err())
        .contains("flavors: [sklearn] (expected: onnx among them, with data: ");

    text("MLmodel", "flavors: {onnx: {data: ../../secret.onnx}}\n");
    assertThat(run(source).err()).contains("the path of a file in the folder)");

    text("MLmodel", "flavors: [");
    assertThat(run(source).err()).contains("MLmodel is not YAML: ");
  }

  @Test
  void import_triton_takesTheHighestVersionAndTheSettings() throws Exception {
    write("2/model.onnx", OnnxModels.add(2, -1, 3));
    write("10/model.onnx", MODEL);
    text(
        "config.pbtxt",
        "name: 'm' max_batch_size: 4 output { name: 'y' data_type: TYPE_FP32 dims: 3"
            + " label_filename: 'classes.txt' } model_warmup { name: 'w' inputs { key: 'x' value {"
            + " data_type: TYPE_FP32 dims: 3 input_data_file: 'x.bin' } } }");
    text("classes.txt", "a\nb\nc\n");
    write("warmup/x.bin", new byte[12]);
    text("notes.txt", "not a part");

    var run = run(source);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("m/1 is in ")
        .contains(
            "(Triton, version 10, sha256 ",
            "batching  calls share runs of at most 4 rows\n",
            "classes   y: 3, from a to c\n")
        .doesNotContain("note");
    assertThat(files())
        .containsExactly(
            ".import/lock", "m/1/model.onnx", "m/classes.txt", "m/config.pbtxt", "m/warmup/x.bin");
    assertThat(repository.resolve("m/1/model.onnx")).hasBinaryContent(MODEL);
  }

  @Test
  void import_tritonVersion_isTakenUnderItsNumber() throws Exception {
    write("2/model.onnx", MODEL);
    write("10/model.onnx", MODEL);
    text("config.pbtxt", "");

    assertThat(run(source, "--version", "2").out())
        .startsWith("m/2 is in ")
        .contains("(Triton, version 2, ");
    assertThat(run(source, "--version", "3").err())
        .isEqualTo(
            "serin: --version: 3 (expected: one of [2, 10], the versions in " + source + ")\n");
  }

  @Test
  void import_tritonOfOtherSettings_isRefused() throws Exception {
    write("1/model.onnx", MODEL);
    text("config.pbtxt", "max_batch_size: 4");
    assertThat(run(source).exitCode()).isZero();
    assertThat(run(source).out()).startsWith("m/2 is in ");
    text("config.pbtxt", "max_batch_size: 8");

    var run = run(source);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("serin: " + repository.resolve("m/config.pbtxt") + " differs from "
            + source.resolve("config.pbtxt")
            + " (expected: the same, or none; it is for all versions of m, so change it by"
            + " hand)\n");
    assertThat(repository.resolve("m/3")).doesNotExist();
  }

  /**
   * The versions of a model share its settings, so a version that they do not describe is wrong.
   */
  @Test
  void import_modelThatTheSettingsDoNotDescribe_isRefused() throws Exception {
    Files.createDirectories(repository.resolve("m"));
    Files.writeString(
        repository.resolve("m/config.pbtxt"), "input { name: 'x' data_type: TYPE_FP32 }");
    write("net.onnx", OnnxModels.identity(DataType.INT64, -1, 3));

    assertThat(run(source.resolve("net.onnx")).err())
        .isEqualTo(
            "serin: m/1 would be REJECTED: config.pbtxt: input x: FP32 (expected: INT64 [-1,3], as in the model); nothing was added\n");
  }

  @Test
  void import_tritonWithAFileThatTheModelLacks_bringsIt() throws Exception {
    write("1/model.onnx", MODEL);
    text("config.pbtxt", "output { name: 'y' label_filename: 'labels.txt' }");
    text("labels.txt", "a\nb\nc\n");
    run(source);
    Files.delete(repository.resolve("m/labels.txt"));

    assertThat(run(source).out()).startsWith("m/2 is in ");
    assertThat(repository.resolve("m/labels.txt")).hasContent("a\nb\nc\n");

    Files.delete(repository.resolve("m/config.pbtxt"));
    assertThat(run(source).out()).startsWith("m/3 is in ");
    assertThat(repository.resolve("m/config.pbtxt")).exists();
  }

  @Test
  void import_fieldsWithoutEffect_areNoted() throws Exception {
    write("1/model.onnx", MODEL);
    text("config.pbtxt", "optimization {}");

    assertThat(run(source).out())
        .contains("note      config.pbtxt: without effect here: optimization\n");
  }

  @Test
  void import_wrongArguments_areWrongUsage() throws Exception {
    text("x.txt", "");

    assertThat(run(source.resolve("x.txt")).err())
        .startsWith("serin: PATH: " + source.resolve("x.txt") + " (expected: an .onnx file, or");
    assertThat(run(source).err())
        .startsWith("serin: PATH: " + source + " has none of config.pbtxt");
    assertThat(run(source, "--version", "0").err())
        .isEqualTo("serin: --version: 0 (expected: a positive integer)\n");
    assertThat(Run.of("models", "import", "x", "--model", "../m").err())
        .startsWith("serin: --model: ../m (expected: a name of letters, digits");
    assertThat(Run.of("models", "import", "x", "--model", "m", "--repository", "none")
            .err())
        .endsWith("none (expected: a folder)\n");
    assertThat(files()).isEmpty();
  }

  private Run run(Path path, String... more) {
    var arguments = new ArrayList<>(List.of(
        "models",
        "import",
        path.toString(),
        "--model",
        "m",
        "--repository",
        repository.toString()));
    arguments.addAll(List.of(more));
    return Run.of(arguments.toArray(String[]::new));
  }

  /** All files of the repository, relative to it. */
  private List<String> files() throws IOException {
    try (var files = Files.walk(repository)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> repository.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.createDirectories(source.resolve(name).getParent());
    Files.write(source.resolve(name), bytes);
  }

  private void text(String name, String text) throws IOException {
    Files.writeString(source.resolve(name), text);
  }
}
