package dev.serin.status;

import dev.serin.feedback.Outcome;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import java.util.Optional;
import java.util.OptionalLong;

/** Finished calls and outcomes of a model {@code m}. */
public final class CallRecords {
  private CallRecords() {}

  /** An answered call of one row, of a user. */
  public static CallRecord ok(long version, Role role, long revision) {
    return record("m", Optional.of(new Served(version, role, revision)), CallStatus.OK, Fault.NONE);
  }

  /** An answered call, with its time in milliseconds in all and running the model. */
  static CallRecord taking(long version, Role role, long all, long run) {
    return with(
        ok(version, role, 1),
        new Timing(all * 1_000_000, 1_000_000, run * 1_000_000, 1),
        OptionalLong.empty());
  }

  private static CallRecord with(CallRecord call, Timing timing, OptionalLong fallbackFrom) {
    return new CallRecord(
        call.model(),
        call.served(),
        call.userHash(),
        call.rows(),
        call.status(),
        call.fault(),
        timing,
        fallbackFrom);
  }

  public static CallRecord failed(long version, Role role, CallStatus status, Fault fault) {
    return record("m", Optional.of(new Served(version, role, 1)), status, fault);
  }

  /** A call that failed in a canary and was answered by stable. */
  public static CallRecord fellBack(long stable, long canary) {
    var call = ok(stable, Role.STABLE, 1);
    return with(call, call.timing(), OptionalLong.of(canary));
  }

  /** A call that was refused before a version was chosen. */
  public static CallRecord unrouted(String model, CallStatus status, Fault fault) {
    return record(model, Optional.empty(), status, fault);
  }

  public static Outcome outcome(
      long version, double loss, long predictionMillis, long labelMillis) {
    return outcome(version, Role.STABLE, false, loss, predictionMillis, labelMillis);
  }

  public static Outcome canaryOutcome(long version) {
    return outcome(version, Role.CANARY, false, 0.5, 1_000, 2_000);
  }

  /** The label of a call that failed in a canary and was answered by stable. */
  public static Outcome fallbackOutcome(long stable) {
    return outcome(stable, Role.CANARY, true, 0.5, 1_000, 2_000);
  }

  private static Outcome outcome(
      long version,
      Role role,
      boolean fallback,
      double loss,
      long predictionMillis,
      long labelMillis) {
    return new Outcome(
        new VersionId("m", version),
        role,
        1,
        7,
        0,
        predictionMillis,
        labelMillis,
        OptionalLong.of(1),
        false,
        fallback,
        loss,
        1 - loss,
        /* outside= */ false,
        Optional.empty());
  }

  private static CallRecord record(
      String model, Optional<Served> served, CallStatus status, Fault fault) {
    boolean assigned = served.filter(by -> by.role() != Role.PINNED).isPresent();
    return new CallRecord(
        model,
        served,
        assigned ? OptionalLong.of(1) : OptionalLong.empty(),
        1,
        status,
        fault,
        new Timing(3_000_000, 1_000_000, 2_000_000, 4),
        OptionalLong.empty());
  }
}
