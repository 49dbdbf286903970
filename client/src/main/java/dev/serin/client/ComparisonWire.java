package dev.serin.client;

import dev.serin.client.GateVerdict.Cause;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Labels;
import dev.serin.client.GateVerdict.Measure;
import dev.serin.client.GateVerdict.Need;
import dev.serin.client.GateVerdict.Numbers;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.LabelNumbers;
import java.time.Duration;
import java.util.Optional;

/** Reads comparisons from the generated messages. */
final class ComparisonWire {
  private ComparisonWire() {}

  static Comparison comparison(dev.serin.v1.Comparison comparison) {
    return new Comparison(
        comparison.getStable(),
        comparison.getCanary(),
        comparison.getShare(),
        comparison.getStep(),
        Wire.instant(comparison.getStepSince()),
        Wire.instant(comparison.getSince()),
        Wire.instant(comparison.getTime()),
        consequence(comparison.getConsequence()),
        comparison.getGatesList().stream().map(ComparisonWire::gate).toList());
  }

  private static GateVerdict gate(dev.serin.v1.GateVerdict gate) {
    return new GateVerdict(
        gate.getGate(),
        verdict(gate.getVerdict()),
        consequence(gate.getConsequence()),
        gate.getReason(),
        gate.hasFound() ? Optional.of(Wire.instant(gate.getFound())) : Optional.empty(),
        new Evidence(gate.getLog10E(), gate.getLog10Threshold()),
        gate.hasOkLog10E()
            ? Optional.of(new Evidence(gate.getOkLog10E(), gate.getOkLog10Threshold()))
            : Optional.empty(),
        gate.getUnit(),
        numbers(gate.getStable()),
        numbers(gate.getCanary()),
        gate.getRemarksList(),
        gate.getNeedsList().stream().map(ComparisonWire::need).toList(),
        gate.hasLimit() ? Optional.of(Wire.duration(gate.getLimit())) : Optional.empty(),
        cause(gate.getCause()),
        measure(gate.getMeasure()),
        gate.getOfService());
  }

  static Verdict verdict(dev.serin.v1.GateVerdict.Verdict verdict) {
    return switch (verdict) {
      case OK -> Verdict.OK;
      case HARM -> Verdict.HARM;
      case UNDECIDED -> Verdict.UNDECIDED;
      case VERDICT_UNSPECIFIED, UNRECOGNIZED -> Verdict.UNKNOWN;
    };
  }

  static Optional<Cause> cause(dev.serin.v1.GateVerdict.Cause cause) {
    return switch (cause) {
      case MORE_ERRORS -> Optional.of(Cause.MORE_ERRORS);
      case TOO_MANY_ERRORS -> Optional.of(Cause.TOO_MANY_ERRORS);
      case BOTH_FAIL -> Optional.of(Cause.BOTH_FAIL);
      case SLOWER -> Optional.of(Cause.SLOWER);
      case TOO_SLOW -> Optional.of(Cause.TOO_SLOW);
      case BOTH_SLOW -> Optional.of(Cause.BOTH_SLOW);
      case MORE_ABANDONED -> Optional.of(Cause.MORE_ABANDONED);
      case WORSE -> Optional.of(Cause.WORSE);
      case LABELS_DIFFER -> Optional.of(Cause.LABELS_DIFFER);
      case LABELS_OUTSIDE -> Optional.of(Cause.LABELS_OUTSIDE);
      case PREDICTIONS_OUTSIDE -> Optional.of(Cause.PREDICTIONS_OUTSIDE);
      case USERS_DIFFER -> Optional.of(Cause.USERS_DIFFER);
      case USER_MISPLACED -> Optional.of(Cause.USER_MISPLACED);
      case SERVICE_TOO_SLOW -> Optional.of(Cause.SERVICE_TOO_SLOW);
      case STABLE_SLOWED -> Optional.of(Cause.STABLE_SLOWED);
      case SLOW_MORE_OFTEN -> Optional.of(Cause.SLOW_MORE_OFTEN);
      case FAILS_MORE_OFTEN -> Optional.of(Cause.FAILS_MORE_OFTEN);
      case CAUSE_UNSPECIFIED -> Optional.empty();
      case UNRECOGNIZED -> Optional.of(Cause.UNKNOWN);
    };
  }

  private static Measure measure(dev.serin.v1.GateVerdict.Measure measure) {
    return switch (measure) {
      case SHARE -> Measure.SHARE;
      case MEAN -> Measure.MEAN;
      case MEASURE_UNSPECIFIED, UNRECOGNIZED -> Measure.UNKNOWN;
    };
  }

  private static Consequence consequence(dev.serin.v1.GateVerdict.Consequence consequence) {
    return switch (consequence) {
      case ROLLBACK -> Consequence.ROLLBACK;
      case LOWER -> Consequence.LOWER;
      case PAUSE -> Consequence.PAUSE;
      case NONE -> Consequence.NONE;
      case CONSEQUENCE_UNSPECIFIED, UNRECOGNIZED -> Consequence.UNKNOWN;
    };
  }

  private static Numbers numbers(GateNumbers numbers) {
    return new Numbers(
        numbers.getObservations(),
        Wire.present(numbers.hasMean(), numbers.getMean()),
        numbers.getLow(),
        numbers.getHigh(),
        numbers.hasLabels() ? Optional.of(labels(numbers.getLabels())) : Optional.empty());
  }

  private static Labels labels(LabelNumbers labels) {
    return new Labels(
        labels.getInTime(), labels.getLate(), labels.getMatured(), labels.getMissing());
  }

  static Need need(dev.serin.v1.Need need) {
    return new Need(
        need.getWhat(),
        need.hasExpectedSeconds()
            ? Optional.of(Duration.ofSeconds(need.getExpectedSeconds()))
            : Optional.empty());
  }
}
