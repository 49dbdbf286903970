package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @Test
  void parse_hostAndPort_areTold() {
    assertThat(Address.parse("gateway.example:8001"))
        .isEqualTo(new Address.Tcp("gateway.example", 8001));
  }

  @Test
  void parse_ipv6_losesItsBrackets() {
    assertThat(Address.parse("[::1]:65535")).isEqualTo(new Address.Tcp("::1", 65_535));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:/run/serin/admin.sock", "unix:///run/serin/admin.sock"})
  void parse_unixWithAbsolutePath_isASocket(String text) {
    assertThat(Address.parse(text)).isEqualTo(new Address.SocketFile("/run/serin/admin.sock"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:", "unix:admin.sock", "unix://host/admin.sock", "unix:8003"})
  void parse_unixWithAnotherPath_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessage("address: " + text
            + " (expected: unix: and an absolute path, such as unix:/run/serin/admin.sock)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:",
        ":8001",
        "localhost:0",
        "localhost:65536",
        "::1:8001",
        "http://localhost:8001",
        "localhost:8001/x",
        "localhost:-1"
      })
  void parse_anotherForm_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessage(
            "address: " + text + " (expected: host:port such as 127.0.0.1:8001, or unix:/path)");
  }
}
