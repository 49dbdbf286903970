package dev.serin.demo;

import org.jspecify.annotations.Nullable;

/** Thrown when the demo cannot continue; the message is one line for the user. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
