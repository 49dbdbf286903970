package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.gate.Findings;
import dev.serin.gate.GateText;
import dev.serin.gate.HarmCause;
import dev.serin.gate.LabelNumbers;
import dev.serin.gate.Need;
import dev.serin.gate.Rate;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.status.ComparisonStatus;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.GateVerdict;
import java.util.Optional;

/** Converts verdicts to messages. */
final class Verdicts {
  private static final double LN_10 = Math.log(10);

  /** Rounds an expected time up to whole seconds. */
  private static final long JUST_BELOW_A_SECOND_MILLIS = 999;

  private Verdicts() {}

  static GateVerdict.Consequence message(Consequence consequence) {
    return switch (consequence) {
      case ROLLBACK -> GateVerdict.Consequence.ROLLBACK;
      case LOWER -> GateVerdict.Consequence.LOWER;
      case PAUSE -> GateVerdict.Consequence.PAUSE;
      case NONE -> GateVerdict.Consequence.NONE;
    };
  }

  static GateVerdict.Cause message(HarmCause cause) {
    return switch (cause) {
      case MORE_ERRORS -> GateVerdict.Cause.MORE_ERRORS;
      case TOO_MANY_ERRORS -> GateVerdict.Cause.TOO_MANY_ERRORS;
      case BOTH_FAIL -> GateVerdict.Cause.BOTH_FAIL;
      case SLOWER -> GateVerdict.Cause.SLOWER;
      case TOO_SLOW -> GateVerdict.Cause.TOO_SLOW;
      case BOTH_SLOW -> GateVerdict.Cause.BOTH_SLOW;
      case MORE_ABANDONED -> GateVerdict.Cause.MORE_ABANDONED;
      case WORSE -> GateVerdict.Cause.WORSE;
      case LABELS_DIFFER -> GateVerdict.Cause.LABELS_DIFFER;
      case LABELS_OUTSIDE -> GateVerdict.Cause.LABELS_OUTSIDE;
      case PREDICTIONS_OUTSIDE -> GateVerdict.Cause.PREDICTIONS_OUTSIDE;
      case USERS_DIFFER -> GateVerdict.Cause.USERS_DIFFER;
      case USER_MISPLACED -> GateVerdict.Cause.USER_MISPLACED;
      case SERVICE_TOO_SLOW -> GateVerdict.Cause.SERVICE_TOO_SLOW;
      case STABLE_SLOWED -> GateVerdict.Cause.STABLE_SLOWED;
      case SLOW_MORE_OFTEN -> GateVerdict.Cause.SLOW_MORE_OFTEN;
      case FAILS_MORE_OFTEN -> GateVerdict.Cause.FAILS_MORE_OFTEN;
    };
  }

  static GateVerdict message(ComparisonStatus.Gate gate) {
    var verdict = gate.verdict();
    var message = findings(verdict.findings());
    gate.found().ifPresent(found -> message.setFound(RolloutMessages.timestamp(found)));
    if (verdict instanceof Harm harm) {
      message
          .setVerdict(GateVerdict.Verdict.HARM)
          .setConsequence(message(harm.consequence()))
          .setReason(GateText.of(harm))
          .setCause(message(harm.cause()));
    } else if (verdict instanceof Ok) {
      message.setVerdict(GateVerdict.Verdict.OK);
    } else if (verdict instanceof Undecided undecided) {
      message.setVerdict(GateVerdict.Verdict.UNDECIDED);
      undecided.needs().forEach(need -> message.addNeeds(message(need)));
    }
    return message.build();
  }

  private static GateVerdict.Builder findings(Findings findings) {
    var labels = findings.labels();
    var message = GateVerdict.newBuilder()
        .setGate(findings.gate().toString())
        .setConsequence(GateVerdict.Consequence.NONE)
        .setLog10E(findings.logE() / LN_10)
        .setLog10Threshold(findings.logThreshold() / LN_10)
        .setUnit(GateText.of(findings.unit()))
        .setMeasure(
            findings.unit().isShare() ? GateVerdict.Measure.SHARE : GateVerdict.Measure.MEAN)
        .setOfService(findings.gate().ofService())
        .setStable(numbers(findings.stable(), labels.map(Findings.Labels::stable)))
        .setCanary(numbers(findings.canary(), labels.map(Findings.Labels::canary)))
        .addAllRemarks(findings.remarks());
    findings.limitNanos().ifPresent(limit -> message.setLimit(Durations.fromNanos(limit)));
    findings
        .okLogE()
        .ifPresent(logE -> message
            .setOkLog10E(logE / LN_10)
            .setOkLog10Threshold(findings.okLogThreshold() / LN_10));
    return message;
  }

  private static GateNumbers numbers(Rate rate, Optional<LabelNumbers> labels) {
    var interval = rate.interval();
    var message = GateNumbers.newBuilder()
        .setObservations(rate.observations())
        .setLow(interval.low())
        .setHigh(interval.high());
    if (rate.observations() > 0) {
      message.setMean(rate.mean());
    }
    labels.ifPresent(numbers -> message
        .getLabelsBuilder()
        .setInTime(numbers.inTime())
        .setLate(numbers.late())
        .setMatured(numbers.matured())
        .setMissing(numbers.missing()));
    return message.build();
  }

  static dev.serin.v1.Need message(Need need) {
    var message = dev.serin.v1.Need.newBuilder().setWhat(need.what());
    need.expected()
        .ifPresent(expected -> message.setExpectedSeconds(
            expected.plusMillis(JUST_BELOW_A_SECOND_MILLIS).toSeconds()));
    return message.build();
  }
}
