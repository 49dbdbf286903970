package dev.serin.journal;

import dev.serin.gate.Evidence;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Step;
import dev.serin.gate.Terms;
import dev.serin.judge.Basis;
import dev.serin.judge.EvidenceKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Evidence for tests. */
final class Evidences {
  private static final List<String> NAMES =
      List.of("errors", "latency.q99.9", "1/3 \"quoted\" \\", "用户\u2028\n", "");
  private static final double[] ODD_NUMBERS = {
    0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, 2.0E-3, 0.1 + 0.2
  };

  private static final Terms TERMS = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "accuracy");
  private static final EvidenceKey KEY =
      new EvidenceKey("digits", 1, 2, new Basis("digits-1-x", TERMS));

  private Evidences() {}

  /** Returns evidence on one comparison that contains this number. */
  static Map<EvidenceKey, Evidence> of(double number) {
    return Map.of(
        KEY,
        Evidence.of(
            List.of(new Step(1, 3, 1_735_689_600_000L, new BigDecimal("0.05"))),
            Map.of("errors", List.of(new double[] {number, 7})),
            Map.of("1/0", new double[] {number}),
            Map.of("latency.q95", 5_000_000L),
            Map.of("errors.odds", 1_735_689_700_000L)));
  }

  /** Evidence on up to three comparisons, of up to four steps each. */
  static Map<EvidenceKey, Evidence> random(Random random) {
    var all = new HashMap<EvidenceKey, Evidence>();
    for (int i = random.nextInt(4); i > 0; i--) {
      var key = new EvidenceKey(
          name(random),
          1 + random.nextInt(3),
          random.nextLong(),
          new Basis(random.nextBoolean() ? "" : name(random), TERMS));
      all.put(key, evidence(random));
    }
    return all;
  }

  /** Returns the evidence as text, equal only if every bit is. */
  static String text(Map<EvidenceKey, Evidence> all) {
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + " " + text(entry.getValue()))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String text(Evidence evidence) {
    var numbers = new TreeMap<String, List<String>>();
    evidence
        .numbers()
        .forEach(
            (name, rows) -> numbers.put(name, rows.stream().map(Evidences::bits).toList()));
    var cohorts = new TreeMap<String, String>();
    evidence.cohorts().forEach((name, row) -> cohorts.put(name, bits(row)));
    return evidence.steps() + " " + numbers + cohorts + evidence.marks() + evidence.alarms();
  }

  private static String bits(double[] row) {
    return Arrays.toString(
        DoubleStream.of(row).mapToLong(Double::doubleToRawLongBits).toArray());
  }

  private static Evidence evidence(Random random) {
    int steps = random.nextInt(5);
    return Evidence.of(
        IntStream.rangeClosed(1, steps).mapToObj(number -> step(number, random)).toList(),
        map(random, () -> rows(steps, random)),
        map(random, () -> row(random.nextInt(4), random)),
        map(random, random::nextLong),
        map(random, random::nextLong));
  }

  private static Step step(int number, Random random) {
    var share = new BigDecimal(random.nextInt(1_000_001)).movePointLeft(6 + random.nextInt(13));
    return new Step(number, random.nextLong(), random.nextLong(), share);
  }

  private static List<double[]> rows(int count, Random random) {
    int width = random.nextInt(17);
    var rows = new ArrayList<double[]>();
    for (int i = 0; i < count; i++) {
      rows.add(row(width, random));
    }
    return rows;
  }

  private static double[] row(int width, Random random) {
    return DoubleStream.generate(() -> number(random)).limit(width).toArray();
  }

  private static double number(Random random) {
    if (random.nextInt(4) == 0) {
      return ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
    }
    double number = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(number) ? number : random.nextGaussian();
  }

  private static <T> Map<String, T> map(Random random, Supplier<T> values) {
    return random
        .ints(random.nextInt(4), 0, NAMES.size())
        .distinct()
        .mapToObj(NAMES::get)
        .collect(Collectors.toMap(Function.identity(), name -> values.get()));
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }
}
