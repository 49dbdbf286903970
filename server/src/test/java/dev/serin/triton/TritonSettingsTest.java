package dev.serin.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.BatchChoice;
import dev.serin.model.BatchSettings;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import dev.serin.model.VersionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TritonSettingsTest {
  @TempDir
  private Path folder;

  @Test
  void read_usualFile_hasItsSettings() throws Exception {
    var settings = read("""
        name: "m"
        platform: "onnxruntime_onnx"
        max_batch_size: 8  # rows
        input [ { name: "x" data_type: TYPE_FP32 dims: [ 4 ] } ]
        output [ { name: "y" data_type: TYPE_FP32 dims: [ 4 ] label_filename: "labels.txt" } ]
        version_policy: { latest { num_versions: 2 } }
        instance_group [ { count: 2 kind: KIND_CPU }, { } ]
        dynamic_batching {
          max_queue_delay_microseconds: 500
          default_queue_policy { default_timeout_microseconds: 2000000 }
        }
        parameters { key: "intra_op_thread_count" value: { string_value: "3" } }
        model_warmup [ {
          name: "first"
          inputs { key: "x" value { data_type: TYPE_FP32 dims: 4 input_data_file: "x.bin" } }
        } ]
        """);

    assertThat(settings.note()).isEmpty();
    assertThat(settings.versions()).isEqualTo(new VersionPolicy.Latest(2));
    assertThat(settings.files()).containsExactlyInAnyOrder("labels.txt", "warmup/x.bin");
    assertThat(settings.batching().settings())
        .isEqualTo(new BatchSettings(
            OptionalInt.of(8),
            Duration.ofNanos(500_000),
            Duration.ofSeconds(2),
            3,
            OptionalInt.of(3)));
  }

  /** Unlike Triton, which loads the latest version, and does not batch without being asked to. */
  @Test
  void read_emptyFile_changesNothing() throws Exception {
    var settings = read("");

    assertThat(settings.versions()).isEqualTo(new VersionPolicy.All());
    assertThat(settings.batching()).isEqualTo(BatchChoice.NONE);
    assertThat(settings.files()).isEmpty();
    assertThat(settings.note()).isEmpty();
    assertThat(settings.atLoad()).isEmpty();
  }

  @Test
  void read_maxBatchSizeOf0_isNoBatching() throws Exception {
    assertThat(read("max_batch_size: 0").batching().settings().maxBatch())
        .isEqualTo(OptionalInt.of(1));
  }

  @Test
  void read_maxBatchSizeAboveOurs_isNoted() throws Exception {
    var settings = read("max_batch_size: 5000");

    assertThat(settings.batching().settings().maxBatch()).isEqualTo(OptionalInt.of(1024));
    assertThat(settings.note())
        .isEqualTo("config.pbtxt: max_batch_size: 5000: requests share runs of at most 1024 rows");
  }

  @ParameterizedTest
  @CsvSource({"version_policy { all {} }", "version_policy {}"})
  void read_policyOfAll_isAll(String text) throws Exception {
    assertThat(read(text).versions()).isEqualTo(new VersionPolicy.All());
  }

  @Test
  void read_latestWithoutANumber_isOne() throws Exception {
    assertThat(read("version_policy { latest {} }").versions())
        .isEqualTo(new VersionPolicy.Latest(1));
  }

  @Test
  void read_specificVersions_areThose() throws Exception {
    assertThat(read("version_policy { specific { versions: [1, 3] } }").versions())
        .isEqualTo(new VersionPolicy.Specific(Set.of(1L, 3L)));
  }

  /** Known to our messages or not: one sentence names all of them. */
  @Test
  void read_fieldsWithoutEffect_areAllInOneNote() throws Exception {
    var note = read("""
            input { name: "x" format: FORMAT_NCHW optional: true }
            instance_group { name: "a" count: 1 kind: KIND_GPU gpus: [ 0 ] }
            dynamic_batching { preferred_batch_size: [ 4, 8 ] }
            optimization { graph { level: 1 } }
            parameters { key: "b" value { string_value: "1" } }
            parameters { key: "a" value { string_value: "1" } }
            parameters { key: "intra_op_thread_count" value { string_value: "0" } }
            model_transaction_policy { decoupled: true }
            response_cache { enable: true }
            sequence_batching { }
            """).note();

    assertThat(note)
        .isEqualTo("config.pbtxt: without effect here: input.optional, instance_group.name,"
            + " instance_group.kind (KIND_GPU), parameters[a], parameters[b],"
            + " parameters[intra_op_thread_count], model_transaction_policy.decoupled,"
            + " response_cache.enable, input.format, instance_group.gpus,"
            + " dynamic_batching.preferred_batch_size, optimization, sequence_batching");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "max_batch_size: abc |config.pbtxt:1:17: Couldn't parse integer: For input string: \"abc\"",
        "input { data_type: TYPE_FP } |config.pbtxt:1:20: Enum type",
        "name: \"n\" |config.pbtxt: name: n (expected: m, as the folder, or nothing)",
        "platform: \"ensemble\" |config.pbtxt: platform: ensemble (expected: onnxruntime_onnx;",
        "backend: \"python\" |config.pbtxt: backend: python (expected: onnxruntime;",
        "max_batch_size: -1 |config.pbtxt: max_batch_size: -1 (expected: at least 0)",
        "default_model_filename: \"net.onnx\" |config.pbtxt: default_model_filename: net.onnx"
            + " (expected: model.onnx; rename the file in each version and remove this line)",
        "output { label_filename: \"../secret\" } |config.pbtxt: label_filename: ../secret"
            + " (expected: the name of a file in the model's folder)",
        "instance_group { count: -2 } |config.pbtxt: instance_group: count: -2 (expected",
        "parameters { key: \"intra_op_thread_count\" value { string_value: \"all\" } }"
            + " |config.pbtxt: parameters: intra_op_thread_count: all (expected: a whole number",
        "version_policy { specific {} } |config.pbtxt: version_policy: specific: no versions",
        "dynamic_batching { max_queue_delay_microseconds: 1000000 } |config.pbtxt:"
            + " dynamic_batching: maxBatchDelay: 1000 ms (expected: from 0 to less than"
            + " maxQueueWait, 1000 ms); max_queue_delay_microseconds is maxBatchDelay",
        "dynamic_batching { max_queue_delay_microseconds: 18446744073709551615 } |config.pbtxt:"
            + " dynamic_batching: max_queue_delay_microseconds: 18446744073709551615 (expected:"
            + " at most a day)"
      })
  void read_whatCannotBeServed_isRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void read_mistakeInALaterLine_hasItsPlace() {
    assertThatThrownBy(() -> read("name: \"m\"\n\n  input [ { name: } ]"))
        .hasMessage("config.pbtxt:3:19: Expected string.");
  }

  /** A file that nests without end must not end the thread. */
  @Test
  void read_nestedTooDeep_isRefused() {
    assertThatThrownBy(() -> read("a{".repeat(100_000)))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("nested too deep");
  }

  @Test
  void read_notUtf8_isRefused() throws Exception {
    Files.write(folder.resolve("config.pbtxt"), new byte[] {'#', (byte) 0xff});

    assertThatThrownBy(() -> new TritonSettings().read("m", folder))
        .hasMessage("config.pbtxt is not UTF-8");
  }

  @Test
  void atLoad_whatFollowsAtOnce_isNoPartOfIt() throws Exception {
    var before = read("max_batch_size: 4 instance_group { count: 1 }").atLoad();

    assertThat(read("max_batch_size: 4 instance_group { count: 2 } dynamic_batching {}")
            .atLoad())
        .isEqualTo(before);
    assertThat(read("max_batch_size: 4 input { name: 'x' }").atLoad()).isNotEqualTo(before);
  }

  private ModelSettings read(String text) throws Exception {
    Files.writeString(folder.resolve("config.pbtxt"), text);
    return new TritonSettings().read("m", folder);
  }
}
