package dev.serin.journal;

import dev.serin.gate.Evidence;
import dev.serin.gate.EvidenceKey;
import dev.serin.gate.Step;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * All evidence as one JSON object, which begins with the checksum of what is behind it:
 * {@code {"crc32c":"8 hexadecimal digits","version":1,"comparisons":[...]}}. Shares are text, so
 * that they stay exact; other numbers come back bit for bit.
 *
 * <p>Thread-safe.
 */
final class EvidenceJson {
  private static final int VERSION = 1;
  private static final String NO_CHECKSUM = "00000000";

  /** Where the digits of the checksum begin and end; it is that of all bytes from its end on. */
  private static final int CHECKSUM = "{\"crc32c\":\"".length();

  private static final int CHECKSUM_END = CHECKSUM + NO_CHECKSUM.length();

  private final JsonMapper mapper = StrictJson.mapper();

  /** Throws an IllegalArgumentException if a number is not finite. */
  byte[] write(Map<EvidenceKey, Evidence> all) {
    var comparisons = all.entrySet().stream()
        .map(entry -> Comparison.of(entry.getKey(), entry.getValue()))
        .toList();
    var json = mapper.writeValueAsBytes(new Content(NO_CHECKSUM, VERSION, comparisons));
    var checksum = Lines.checksum(json, CHECKSUM_END, json.length);
    System.arraycopy(checksum, 0, json, CHECKSUM, checksum.length);
    return json;
  }

  /** Throws a RuntimeException if the bytes are not what was written. */
  Map<EvidenceKey, Evidence> read(byte[] json) {
    if (json.length < CHECKSUM_END
        || !Arrays.equals(
            json,
            CHECKSUM,
            CHECKSUM_END,
            Lines.checksum(json, CHECKSUM_END, json.length),
            0,
            NO_CHECKSUM.length())) {
      throw new IllegalArgumentException("the checksum is not that of its content");
    }
    var content = mapper.readValue(json, Content.class);
    if (content.version != VERSION) {
      throw new IllegalArgumentException(
          "version: " + content.version + " (expected: " + VERSION + ")");
    }
    return content.comparisons.stream()
        .collect(Collectors.toUnmodifiableMap(Comparison::key, Comparison::toEvidence));
  }

  private record Content(String crc32c, int version, List<Comparison> comparisons) {}

  /** One comparison; the rows of the numbers are those of the steps, from the first on. */
  private record Comparison(
      String model,
      long stable,
      long canary,
      List<StepFields> steps,
      Map<String, List<double[]>> numbers,
      Map<String, double[]> cohorts,
      Map<String, Long> marks,
      Map<String, Long> alarms) {

    static Comparison of(EvidenceKey key, Evidence evidence) {
      var numbers = evidence.numbers();
      var cohorts = evidence.cohorts();
      numbers.forEach((name, rows) -> checkFinite(name, rows.stream()));
      cohorts.forEach((name, row) -> checkFinite(name, Stream.of(row)));
      return new Comparison(
          key.model(),
          key.stable(),
          key.canary(),
          evidence.steps().stream().map(StepFields::of).toList(),
          numbers,
          cohorts,
          evidence.marks(),
          evidence.alarms());
    }

    EvidenceKey key() {
      return new EvidenceKey(model, stable, canary);
    }

    Evidence toEvidence() {
      var begun = steps.stream().map(StepFields::toStep).toList();
      return Evidence.of(begun, numbers, cohorts, marks, alarms);
    }

    private static void checkFinite(String name, Stream<double[]> rows) {
      rows.flatMapToDouble(DoubleStream::of)
          .filter(number -> !Double.isFinite(number))
          .findFirst()
          .ifPresent(number -> {
            throw new IllegalArgumentException(
                "evidence: " + name + ": " + number + " (expected: a finite number)");
          });
    }
  }

  private record StepFields(int number, long revision, long startMillis, String share) {
    static StepFields of(Step step) {
      return new StepFields(
          step.number(), step.revision(), step.startMillis(), step.share().toPlainString());
    }

    Step toStep() {
      return new Step(number, revision, startMillis, new BigDecimal(share));
    }
  }
}
