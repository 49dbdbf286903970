package dev.serin.judge;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.model.Role;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way from the thread that serves it to the one that judges.
 *
 * <p>Thread-safe: the server writes the end last, and the judge reads it first. Its caller may give
 * it up on any thread.
 */
final class RecordedCall implements Recording {
  /** For so long a run in another process may be on its way there or back, which is known later. */
  private static final long LONGEST_WAY_NANOS = 1_000_000_000L;

  private final ModelJudge judge;
  final long revision;
  final long version;
  final Arrival arrival;
  private boolean covered;
  private long latencyNanos;
  /** When its run began in a process of the version's own; 0 if none did. */
  private volatile long beganElsewhere;

  private volatile int together = 1;
  private volatile boolean abandoned;
  private volatile @Nullable Result result;

  /** Whether the gates know if the caller waited. Confined to the thread that judges. */
  boolean settled;

  RecordedCall(ModelJudge judge, long revision, long version, Arrival arrival) {
    this.judge = judge;
    this.revision = revision;
    this.version = version;
    this.arrival = arrival;
  }

  @Override
  public boolean covers() {
    covered = judge.covers(version, arrival.user());
    return covered;
  }

  @Override
  public void abandoned() {
    if (result == null) {
      abandoned = true;
    }
  }

  @Override
  public void runs(int calls, OptionalLong elsewhereNanos) {
    elsewhereNanos.ifPresent(nanos -> beganElsewhere = nanos);
    together = calls;
  }

  @Override
  public void ended(Result end, long nanos) {
    latencyNanos = nanos;
    result = end;
  }

  /** Whether it has ended. */
  boolean ended() {
    return result != null;
  }

  /** How long it has taken, as far as the version is known to be at fault. */
  long soFar(long nowNanos) {
    long began = beganElsewhere;
    boolean onTheWay = began != 0 && nowNanos - began < LONGEST_WAY_NANOS;
    return (onTheWay ? began : nowNanos) - arrival.nanos();
  }

  /** The call as the judge of a version sees it: as it ended, or pending. */
  Call call(Role role, long nowNanos) {
    var end = result;
    return new Call(
        arrival.id(),
        arrival.millis(),
        arrival.user(),
        role,
        end == null ? Result.PENDING : end,
        end == null ? soFar(nowNanos) : latencyNanos,
        end != null && covered,
        abandoned,
        together);
  }
}
