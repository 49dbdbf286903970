package dev.serin.server;

import dev.serin.serving.CallListener;
import dev.serin.serving.CallRecord;
import java.util.List;

/** Passes each finished call to several listeners. */
record Listeners(List<CallListener> listeners) implements CallListener {
  Listeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void finished(CallRecord call) {
    for (var listener : listeners) {
      listener.finished(call);
    }
  }
}
