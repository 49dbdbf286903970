package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.gate.Findings;
import dev.serin.gate.LabelNumbers;
import dev.serin.gate.Need;
import dev.serin.gate.Rate;
import dev.serin.gate.StatisticsClock;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.v1.GateNumbers;
import dev.serin.v1.GateVerdict;
import java.util.Optional;

/** Verdicts on the wire. */
final class Verdicts {
  private static final double LN_10 = Math.log(10);

  /** An expected time is rounded up to whole seconds. */
  private static final long JUST_BELOW_A_SECOND_MILLIS = 999;

  private Verdicts() {}

  static GateVerdict.Consequence message(Consequence consequence) {
    return GateVerdict.Consequence.valueOf(consequence.name());
  }

  static GateVerdict message(Verdict verdict, StatisticsClock clock) {
    var message = findings(verdict.findings());
    if (verdict instanceof Harm harm) {
      message
          .setVerdict(GateVerdict.Verdict.HARM)
          .setConsequence(message(harm.consequence()))
          .setReason(harm.reason())
          .setFound(RolloutMessages.timestamp(clock.wall(harm.sinceMillis())));
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
        .setGate(findings.gate())
        .setConsequence(GateVerdict.Consequence.NONE)
        .setLog10E(findings.logE() / LN_10)
        .setLog10Threshold(findings.logThreshold() / LN_10)
        .setUnit(findings.unit())
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
