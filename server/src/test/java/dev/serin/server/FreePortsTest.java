package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.server.GatewayOptions.Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void check_freePorts_leavesThemFree() {
    assertThatCode(() -> FreePorts.check(new Address(HOST, 0, 0, 0))).doesNotThrowAnyException();
  }

  @Test
  void check_portTwice_isRefused() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThatThrownBy(() -> FreePorts.check(new Address(HOST, port, 0, port)))
        .isInstanceOf(StartException.class)
        .hasMessage("--admin-port: " + port + " is in use (expected: a free port; 0 picks one)");
  }

  @Test
  void check_hostOfAnotherMachine_isRefused() {
    assertThatThrownBy(() -> FreePorts.check(new Address("192.0.2.1", 0, 0, 0)))
        .hasMessageStartingWith("--port: 0 cannot be opened at 192.0.2.1: ")
        .hasMessageContaining("expected: a port and a --host");
  }

  @Test
  void check_hostThatNobodyKnows_isRefused() {
    assertThatThrownBy(() -> FreePorts.check(new Address("no.such.invalid", 0, 0, 0)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--http-port: 0 cannot be opened at no.such.invalid: ");
  }
}
