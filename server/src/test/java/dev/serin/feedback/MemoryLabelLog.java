package dev.serin.feedback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A log that outlives the gateway that writes it. */
final class MemoryLabelLog implements LabelLog {
  private final List<Entry> labels = new ArrayList<>();
  private OptionalLong dropped = OptionalLong.empty();
  private boolean failing;
  private int forced;

  private record Entry(long hour, long high, long low) {}

  synchronized void fail(boolean fail) {
    failing = fail;
  }

  synchronized int size() {
    return labels.size();
  }

  synchronized int forced() {
    return forced;
  }

  synchronized OptionalLong dropped() {
    return dropped;
  }

  @Override
  public synchronized void append(long hour, long high, long low) throws IOException {
    check();
    labels.add(new Entry(hour, high, low));
  }

  @Override
  public synchronized void replay(LabelVisitor visitor) throws IOException {
    check();
    labels.forEach(entry -> visitor.seen(entry.hour(), entry.high(), entry.low()));
    dropped.ifPresent(visitor::dropped);
  }

  @Override
  public synchronized void drop(long hour) throws IOException {
    check();
    labels.removeIf(entry -> entry.hour() <= hour);
    dropped = OptionalLong.of(Math.max(hour, dropped.orElse(hour)));
  }

  @Override
  public synchronized void force() throws IOException {
    check();
    forced++;
  }

  private void check() throws IOException {
    if (failing) {
      throw new IOException("No space left on device");
    }
  }
}
