package dev.serin.server;

import dev.serin.http.HttpEndpoint;
import dev.serin.onnx.OnnxLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads libraries on a second thread while the gateway's own start goes on. Whoever needs a library
 * before it is loaded waits for it, as class initialization does.
 *
 * <p>Only libraries whose classes do not need those of another, because two threads that initialize
 * classes in opposite orders would wait for each other.
 */
final class Preload {
  private static final Logger log = LoggerFactory.getLogger(Preload.class);

  private Preload() {}

  /** Starts to load ONNX Runtime, which is needed first, and then Jetty. */
  static void begin() {
    var thread = new Thread(Preload::load, "serin-preload");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load() {
    try {
      OnnxLoader.preload();
      HttpEndpoint.preload();
    } catch (RuntimeException | LinkageError e) {
      // The start fails in the same way, and reports it.
      log.debug("cannot load a library ahead of its use", e);
    }
  }
}
