package dev.serin.events;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Label;
import dev.serin.split.Share;
import java.util.HexFormat;
import java.util.OptionalDouble;

/**
 * A queue of calls in order of time that may still get an end or a label.
 *
 * <p>A ring of primitives that grows and shrinks: 68 bytes per call, and at most eight times as
 * much after it held more. Confined to one thread.
 */
final class HeldCalls {
  private static final int TIME = 0;
  private static final int ID = 1;
  private static final int USER = 2;
  private static final int LATENCY_NANOS = 3;
  private static final int LOSS = 4;
  private static final int LABEL_DELAY = 5;
  private static final int STATE = 6;
  private static final int TOGETHER = 7;
  private static final int WIDTH = 8;

  private static final long CANARY = 1;
  private static final long LABELLED = 1 << 1;
  private static final long BAD = 1 << 2;
  private static final long EXCLUDED = 1 << 3;
  private static final long PENDING = 1 << 4;
  private static final long ABANDONED = 1 << 5;

  private static final int SMALLEST = 1 << 10;
  private static final double NANOS_PER_MILLI = 1e6;

  private long[] fields = new long[SMALLEST * WIDTH];
  private Share[] shares = new Share[SMALLEST];
  private int first;
  private int size;

  int size() {
    return size;
  }

  /** Adds a call that is not earlier than the last one. */
  void add(Share share, Call call) {
    if (size == shares.length) {
      resize(2 * size);
    }
    int place = size++;
    shares[slot(place)] = share;
    set(place, TIME, call.timeMillis());
    set(place, ID, call.id());
    set(place, USER, call.user());
    set(place, LATENCY_NANOS, call.latencyNanos());
    set(place, STATE, (call.canary() ? CANARY : 0) | state(call));
    set(place, TOGETHER, call.together());
  }

  /** Sets how a call ended, if it is held. */
  void end(Call call) {
    int place = find(call.timeMillis(), call.id());
    if (place >= 0) {
      set(place, LATENCY_NANOS, call.latencyNanos());
      set(place, STATE, (get(place, STATE) & (CANARY | LABELLED)) | state(call));
      set(place, TOGETHER, call.together());
    }
  }

  /** Adds a label to its call, and returns whether that is held and had none. */
  boolean label(Label label) {
    int place = find(label.predictionMillis(), label.id());
    if (place < 0 || is(place, LABELLED)) {
      return false;
    }
    set(place, LOSS, Double.doubleToRawLongBits(label.loss()));
    set(place, LABEL_DELAY, Math.max(0, label.arrivalMillis() - label.predictionMillis()));
    set(place, STATE, get(place, STATE) | LABELLED);
    return true;
  }

  /** The time of the oldest call, which must exist. */
  long oldestMillis() {
    return get(0, TIME);
  }

  /** Whether the oldest call is still running. */
  boolean oldestIsPending() {
    return is(0, PENDING);
  }

  /** Whether the oldest call is excluded from files. */
  boolean oldestIsExcluded() {
    return is(0, EXCLUDED) && !is(0, ABANDONED);
  }

  /** Removes the oldest call and returns it in its current state. */
  Event removeOldest() {
    var event = oldest();
    first = slot(1);
    size--;
    if (size < shares.length / 8 && shares.length > SMALLEST) {
      resize(shares.length / 2);
    }
    return event;
  }

  private Event oldest() {
    boolean error = is(0, BAD);
    boolean labelled = is(0, LABELLED) && !error;
    return new Event(
        get(0, TIME),
        HexFormat.of().toHexDigits(get(0, USER)),
        is(0, CANARY),
        shares[first],
        get(0, LATENCY_NANOS) / NANOS_PER_MILLI,
        error,
        labelled
            ? OptionalDouble.of(Double.longBitsToDouble(get(0, LOSS)))
            : OptionalDouble.empty(),
        labelled ? get(0, LABEL_DELAY) : 0,
        is(0, ABANDONED),
        (int) get(0, TOGETHER));
  }

  private static long state(Call call) {
    return state(call.result()) | (call.abandoned() ? ABANDONED : 0);
  }

  private static long state(Result result) {
    return switch (result) {
      case OK -> 0;
      case BAD, NOT_FINITE -> BAD;
      case EXCLUDED -> EXCLUDED;
      case PENDING -> PENDING;
    };
  }

  /** Returns the place of a call, or -1. */
  private int find(long timeMillis, long id) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle, TIME) < timeMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    while (low < size && get(low, TIME) == timeMillis) {
      if (get(low, ID) == id) {
        return low;
      }
      low++;
    }
    return -1;
  }

  private boolean is(int place, long flag) {
    return (get(place, STATE) & flag) != 0;
  }

  private long get(int place, int field) {
    return fields[slot(place) * WIDTH + field];
  }

  private void set(int place, int field, long value) {
    fields[slot(place) * WIDTH + field] = value;
  }

  /**
   * Returns the slot of a place, counted from the oldest call; the ring's length is a power of two.
   */
  private int slot(int place) {
    return (first + place) & (shares.length - 1);
  }

  private void resize(int length) {
    var newFields = new long[length * WIDTH];
    var newShares = new Share[length];
    for (int place = 0; place < size; place++) {
      newShares[place] = shares[slot(place)];
      System.arraycopy(fields, slot(place) * WIDTH, newFields, place * WIDTH, WIDTH);
    }
    fields = newFields;
    shares = newShares;
    first = 0;
  }
}
