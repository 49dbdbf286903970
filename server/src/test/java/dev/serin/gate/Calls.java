package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.model.Role;

/** Calls for tests: each of another user, with the canary's unless said otherwise, of 1 ms. */
final class Calls {
  private static final long MILLI = 1_000_000;

  private long id;

  Call canary(long millis) {
    return call(millis, true, Result.OK, 1);
  }

  Call stable(long millis) {
    return call(millis, false, Result.OK, 1);
  }

  Call bad(long millis, boolean canary) {
    return call(millis, canary, Result.BAD, 1);
  }

  /** A call that ended this way after so many milliseconds. */
  Call call(long millis, boolean canary, Result result, double latencyMillis) {
    id++;
    return new Call(
        id,
        millis,
        Traffic.hash(id),
        canary ? Role.CANARY : Role.STABLE,
        result,
        (long) (latencyMillis * MILLI),
        true);
  }

  /** The same call of another user. */
  static Call of(long user, Call call) {
    return new Call(
        call.id(),
        call.timeMillis(),
        user,
        call.role(),
        call.result(),
        call.latencyNanos(),
        call.covered(),
        call.abandoned(),
        call.together());
  }

  /** The same call with another end. */
  static Call ended(Call call, Result result) {
    return new Call(
        call.id(),
        call.timeMillis(),
        call.user(),
        call.role(),
        result,
        call.latencyNanos(),
        call.covered(),
        call.abandoned(),
        call.together());
  }

  /** The same call so much later. */
  static Call later(Call call, long millis) {
    return new Call(
        call.id(),
        call.timeMillis() + millis,
        call.user(),
        call.role(),
        call.result(),
        call.latencyNanos(),
        call.covered(),
        call.abandoned(),
        call.together());
  }

  /** The same call, given up by its caller. */
  static Call abandoned(Call call) {
    return new Call(
        call.id(),
        call.timeMillis(),
        call.user(),
        call.role(),
        call.result(),
        call.latencyNanos(),
        call.covered(),
        true,
        call.together());
  }
}
