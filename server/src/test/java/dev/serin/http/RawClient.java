package dev.serin.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the given bytes, and may stop after any of them. */
final class RawClient implements AutoCloseable {
  /** Fails a test that would otherwise wait for ever. */
  private static final int MILLIS = 60_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects and sends. */
  static RawClient send(int port, String text) throws IOException {
    var socket = new Socket();
    // So small that a large answer does not fit, unless it is read.
    socket.setReceiveBufferSize(1 << 10);
    socket.setSoTimeout(MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return new RawClient(socket);
  }

  /** Reads until the other side ends. */
  String all() throws IOException {
    return new String(in().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /** Reads the beginning of the answer, and leaves the rest. */
  String begin() throws IOException {
    return new String(in().readNBytes(12), StandardCharsets.US_ASCII);
  }

  /** Returns whether the other side ends without an answer, be it by a reset. */
  boolean ends() throws IOException {
    try {
      return in().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
