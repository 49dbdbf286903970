package dev.serin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile List<String> notReady = List.of();
  private volatile List<String> remarks = List.of();
  private HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = new HttpEndpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        System::nanoTime,
        HttpEndpointTest::metrics,
        () -> notReady,
        () -> remarks);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void healthz_isOk() throws Exception {
    var answer = get("/healthz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok\n");
    assertThat(type(answer)).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void readyz_tellsEachReasonWhyNot() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    notReady = List.of("a: stable is not ready", "b: stable is not ready");

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).isEqualTo("a: stable is not ready\nb: stable is not ready\n");
  }

  @Test
  void readyz_tellsWhatIsWorthKnowingThoughItIsReady() throws Exception {
    remarks = List.of("serin-runner-1: a run of m/2 is still running 12 s after its limit");

    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("ready\n" + remarks.get(0) + "\n");
  }

  @Test
  void metrics_areInTheFormatThatTheScraperAccepts() throws Exception {
    var plain = get("/metrics");
    var open = send(request("/metrics")
        .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"));

    assertThat(type(plain)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(plain.body()).isEqualTo("metrics in " + type(plain));
    assertThat(type(open)).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).isEqualTo("metrics in " + type(open));
  }

  @Test
  void metrics_thatFail_areAnErrorWithoutDetails() throws Exception {
    endpoint.close();
    endpoint = new HttpEndpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        System::nanoTime,
        type -> {
          throw new IllegalStateException("/secret/path");
        },
        List::of,
        List::of);

    var answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void head_hasTheStatusAndNoBody() throws Exception {
    notReady = List.of("a reason");

    var answer = send(request("/readyz").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void otherPaths_areNotFound() throws Exception {
    for (var path : List.of("/", "/healthzz", "/healthz/", "/metrics/x", "/nothing")) {
      var answer = get(path);

      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(type(answer)).as(path).isEqualTo("text/plain; charset=utf-8");
    }
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    for (var method : List.of("POST", "PUT", "DELETE")) {
      var answer = send(request("/healthz").method(method, BodyPublishers.ofString("body")));

      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }
  }

  @Test
  void answers_doNotNameTheServer() throws Exception {
    assertThat(raw("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .doesNotContainIgnoringCase("server:", "jetty");
    assertThat(raw("no request at all\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .doesNotContainIgnoringCase("server:", "jetty", "<");
  }

  @Test
  void header_thatIsTooLarge_isRefused() throws Exception {
    var large = "GET /healthz HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(9 << 10) + "\r\n\r\n";

    assertThat(raw(large)).startsWith("HTTP/1.1 431").endsWith("Request Header Fields Too Large\n");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void head_saysHowLongTheBodyWouldBe() throws Exception {
    var answer = send(request("/healthz").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.headers().firstValue("Content-Length")).contains("3");
  }

  @Test
  void open_portThatIsTaken_saysSo() {
    assertThatThrownBy(() -> new HttpEndpoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()),
            System::nanoTime,
            HttpEndpointTest::metrics,
            List::of,
            List::of))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void open_onIpv6_answersThere() throws Exception {
    assumeTrue(hasIpv6());
    endpoint.close();
    endpoint = new HttpEndpoint(
        new InetSocketAddress(ipv6(), 0),
        System::nanoTime,
        HttpEndpointTest::metrics,
        () -> notReady,
        () -> remarks);

    var answer =
        send(HttpRequest.newBuilder(URI.create("http://[::1]:" + endpoint.port() + "/healthz")));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void close_connectionsAreClosed() throws Exception {
    try (var half = RawClient.send(endpoint.port(), "GET /healthz HTTP/1.1\r\n")) {
      get("/healthz");

      endpoint.close();

      assertThat(half.ends()).isTrue();
    }
  }

  /** The address [::1]. */
  private static InetAddress ipv6() throws IOException {
    return InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
  }

  private static boolean hasIpv6() throws IOException {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(ipv6(), 0));
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  private String raw(String text) throws IOException {
    try (var client = RawClient.send(endpoint.port(), text)) {
      return client.all();
    }
  }

  private static String metrics(String type) {
    return "metrics in " + type;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + endpoint.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }
}
