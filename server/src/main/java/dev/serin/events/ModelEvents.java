package dev.serin.events;

import dev.serin.gate.Call;
import dev.serin.gate.Label;
import dev.serin.split.Share;

/** The calls of one model that are not in its file yet. Confined to one thread. */
final class ModelEvents {
  /** How long a running call delays its row, and all later ones. */
  static final long PENDING_MILLIS = 10_000;

  private final EventFile file;
  private final HeldCalls held = new HeldCalls();
  private long newestMillis;

  ModelEvents(EventFile file) {
    this.file = file;
  }

  EventFile file() {
    return file;
  }

  HeldCalls held() {
    return held;
  }

  /** Holds a call; returns false if it is earlier than the one before it. */
  boolean hold(Share share, Call call) {
    if (call.timeMillis() < newestMillis) {
      return false;
    }
    newestMillis = call.timeMillis();
    held.add(share, call);
    return true;
  }

  void end(Call call) {
    held.end(call);
  }

  /** Adds a label to its call, and returns whether that is held and has none. */
  boolean label(Label label) {
    return held.label(label);
  }

  /** Writes the rows of calls that have been held for longer than this. */
  void writeDue(long nowMillis, long holdMillis) {
    while (held.size() > 0 && isDue(nowMillis - held.oldestMillis(), holdMillis)) {
      writeOldest();
    }
    file.flush();
  }

  /** Writes the row of the oldest call, which must exist. */
  void writeOldest() {
    boolean told = !held.oldestIsExcluded();
    var event = held.removeOldest();
    if (told) {
      file.add(event);
    }
  }

  /** Writes the rows of all calls, and closes the file. */
  void close() {
    while (held.size() > 0) {
      writeOldest();
    }
    file.close();
  }

  private boolean isDue(long ageMillis, long holdMillis) {
    return ageMillis > holdMillis && (ageMillis > PENDING_MILLIS || !held.oldestIsPending());
  }
}
