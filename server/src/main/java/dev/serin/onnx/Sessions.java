package dev.serin.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;

/** Opens and closes sessions. */
final class Sessions {
  private Sessions() {}

  /** Opens a session of one of {@link OneNodeModels}. */
  static OrtSession open(OrtEnvironment environment, byte[] oneNodeModel) throws OrtException {
    try (var options = new SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setIntraOpNumThreads(1);
      return environment.createSession(oneNodeModel, options);
    }
  }

  /** Closes a session that no thread is running. Throws only if it is closed already. */
  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("closing a session failed", e);
    }
  }
}
