package dev.serin.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a worker about once a second whether it runs. Time is counted in steps of the one that
 * watches, so that a gateway that stands still blames no worker. Confined to one thread.
 */
final class Heartbeat {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final SocketChannel channel;
  private final int period;
  private final ByteBuffer beat = ByteBuffer.allocateDirect(1);
  private boolean waits;
  private int steps;

  /**
   * Asks over a channel of its own.
   *
   * @param period after how many steps
   */
  Heartbeat(SocketChannel channel, int period) throws IOException {
    this.channel = channel;
    this.period = period;
    channel.configureBlocking(false);
  }

  /** Counts a step, and returns for how many periods an answer has been missing. */
  int step() {
    steps++;
    try {
      if (waits && channel.read(beat.clear()) > 0) {
        waits = false;
        steps = 0;
      } else if (!waits && steps >= period && channel.write(beat.clear()) > 0) {
        waits = true;
        steps = 0;
      }
    } catch (IOException e) {
      // Its end is seen by other means.
      log.debug("a worker's heartbeat cannot be read", e);
    }
    return waits ? steps / period : 0;
  }
}
