package dev.serin.gate;

import java.util.HashMap;
import java.util.Map;

/**
 * How often the labels of each user have counted, by the window of the prediction. Confined to one
 * thread.
 */
final class LabelWindows {
  private static final int RECORDS = 1 << 16;
  private static final int COUNTER = 0xff;

  private record Key(int step, long index) {}

  private static final class Window {
    private final long endMillis;
    private final byte[] records = new byte[RECORDS];

    Window(long endMillis) {
      this.endMillis = endMillis;
    }
  }

  private final Map<Key, Window> windows = new HashMap<>();
  private final long windowMillis;
  private final int most;

  LabelWindows(GateSettings.Cap cap) {
    this.windowMillis = cap.window().toMillis();
    this.most = cap.observations();
  }

  /** Counts a label, unless the user has had that many about predictions of the same window. */
  boolean admits(Step step, long predictionMillis, long user) {
    long index = Math.max(0, Math.floorDiv(predictionMillis - step.startMillis(), windowMillis));
    var window = windows.computeIfAbsent(
        new Key(step.number(), index),
        unused -> new Window(step.startMillis() + (index + 1) * windowMillis));
    int record = (int) user & RECORDS - 1;
    if ((window.records[record] & COUNTER) >= most) {
      return false;
    }
    window.records[record]++;
    return true;
  }

  /** Forgets windows whose last prediction is older than this. */
  void forget(long millis) {
    windows.values().removeIf(window -> window.endMillis < millis);
  }
}
