package dev.serin.telemetry;

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
final class CallRecords {
  private CallRecords() {}

  /** An answered call of one row, of a user. */
  static CallRecord ok(long version, Role role, long revision) {
    return record("m", Optional.of(new Served(version, role, revision)), CallStatus.OK, Fault.NONE);
  }

  static CallRecord failed(long version, Role role, CallStatus status, Fault fault) {
    return record("m", Optional.of(new Served(version, role, 1)), status, fault);
  }

  /** A call that was refused before a version was chosen. */
  static CallRecord unrouted(String model, CallStatus status, Fault fault) {
    return record(model, Optional.empty(), status, fault);
  }

  static Outcome outcome(long version, double loss, long predictionMillis, long labelMillis) {
    return new Outcome(
        new VersionId("m", version),
        Role.STABLE,
        1,
        7,
        0,
        predictionMillis,
        labelMillis,
        OptionalLong.of(1),
        false,
        loss,
        1 - loss);
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
        new Timing(3_000_000, 1_000_000, 2_000_000));
  }
}
