package dev.serin.benchmarks.ladder.rungs;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;

/** Sessions of ONNX Runtime. */
final class Sessions {
  private Sessions() {}

  /** Returns a session whose runs take one thread, the caller's. */
  static OrtSession oneThread(Path file) throws OrtException {
    try (var options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
    }
  }

  /** Returns a session as it comes without any setting. */
  static OrtSession unset(Path file) throws OrtException {
    return OrtEnvironment.getEnvironment().createSession(file.toString());
  }
}
