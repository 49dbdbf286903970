package dev.serin.client;

import java.util.regex.Pattern;

/** Where a gateway listens. */
record Address(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]/]+)):(\\d{1,5})");

  /**
   * Returns the address of a text such as {@code 127.0.0.1:8001} or {@code [::1]:8001}; throws
   * {@link IllegalArgumentException} for any other.
   */
  static Address parse(String text) {
    var matcher = FORM.matcher(text);
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group(3));
      if (port >= 1 && port <= 65_535) {
        var name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Address(name, port);
      }
    }
    throw new IllegalArgumentException(
        "address: " + text + " (expected: host:port such as 127.0.0.1:8001)");
  }
}
