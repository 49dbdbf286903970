package dev.serin.codec;

import dev.serin.gate.Evidence;
import dev.serin.gate.Step;
import dev.serin.judge.Basis;
import dev.serin.judge.EvidenceKey;
import dev.serin.state.v1.Comparison;
import dev.serin.state.v1.Row;
import dev.serin.state.v1.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts evidence. Numbers are read back bit for bit, except for the sign of a zero. */
final class EvidenceCodec {
  private EvidenceCodec() {}

  /** Returns the message of evidence; throws IllegalArgumentException if a number is not finite. */
  static dev.serin.state.v1.Evidence encode(Entry.Saved saved) {
    var message = dev.serin.state.v1.Evidence.newBuilder().setClockMillis(saved.clockMillis());
    saved.evidence().forEach((key, evidence) -> message.addComparisons(encode(key, evidence)));
    return message.build();
  }

  static Entry.Saved decode(dev.serin.state.v1.Evidence message) {
    var all = new HashMap<EvidenceKey, Evidence>();
    message.getComparisonsList().forEach(each -> all.put(key(each), evidence(each)));
    return new Entry.Saved(message.getClockMillis(), all);
  }

  private static Comparison encode(EvidenceKey key, Evidence evidence) {
    var message = Comparison.newBuilder()
        .setModel(key.model())
        .setStable(key.stable())
        .setCanary(key.canary())
        .setRollout(key.basis().rollout())
        .setTerms(TermsCodec.encode(key.basis().terms()))
        .addAllSteps(evidence.steps().stream().map(EvidenceCodec::encode).toList())
        .putAllMarks(evidence.marks())
        .putAllAlarms(evidence.alarms());
    evidence.numbers().forEach((name, rows) -> message.putNumbers(name, encode(name, rows)));
    evidence.cohorts().forEach((name, row) -> message.putCohorts(name, encode(name, row)));
    return message.build();
  }

  private static dev.serin.state.v1.Step encode(Step step) {
    return dev.serin.state.v1.Step.newBuilder()
        .setNumber(step.number())
        .setRevision(step.revision())
        .setStartMillis(step.startMillis())
        .setShare(step.share().toPlainString())
        .build();
  }

  private static Rows encode(String name, List<double[]> rows) {
    return Rows.newBuilder()
        .addAllRows(rows.stream().map(row -> encode(name, row)).toList())
        .build();
  }

  private static Row encode(String name, double[] row) {
    var message = Row.newBuilder();
    for (double number : row) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "evidence: " + name + ": " + number + " (expected: a finite number)");
      }
      // JSON has no negative zero.
      message.addValues(number + 0.0);
    }
    return message.build();
  }

  private static EvidenceKey key(Comparison message) {
    return new EvidenceKey(
        message.getModel(),
        message.getStable(),
        message.getCanary(),
        new Basis(message.getRollout(), TermsCodec.decode(message.getTerms())));
  }

  static Evidence evidence(Comparison message) {
    var numbers = new HashMap<String, List<double[]>>();
    message
        .getNumbersMap()
        .forEach((name, rows) -> numbers.put(
            name, rows.getRowsList().stream().map(EvidenceCodec::row).toList()));
    var cohorts = new HashMap<String, double[]>();
    message.getCohortsMap().forEach((name, row) -> cohorts.put(name, row(row)));
    return Evidence.of(
        message.getStepsList().stream().map(EvidenceCodec::step).toList(),
        numbers,
        cohorts,
        Map.copyOf(message.getMarksMap()),
        Map.copyOf(message.getAlarmsMap()));
  }

  private static Step step(dev.serin.state.v1.Step message) {
    return new Step(
        message.getNumber(),
        message.getRevision(),
        message.getStartMillis(),
        Fields.decimal(message.getShare()));
  }

  private static double[] row(Row message) {
    return message.getValuesList().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
