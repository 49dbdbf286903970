package dev.serin.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers each request with the page of its path. Never blocks, so that Jetty handles every request
 * on the thread that reads it: a page that may take long is computed elsewhere, and an answer that
 * is read slowly occupies no thread.
 *
 * <p>Thread-safe.
 */
final class Pages extends Handler.Abstract.NonBlocking {
  private static final Page NOT_FOUND = Page.text(404, "not found\n");
  private static final Page FAILED = Page.text(500, "failed: see the log\n");

  private final Map<String, Function<Request, CompletionStage<Page>>> pages;
  private final Connections connections;
  private final Failures failures;

  /** Serves pages by path; the functions must not block. */
  Pages(
      Map<String, Function<Request, CompletionStage<Page>>> pages,
      Connections connections,
      Failures failures) {
    this.pages = Map.copyOf(pages);
    this.connections = connections;
    this.failures = failures;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var connection = request.getConnectionMetaData().getConnection();
    connections.progressed(connection);
    Request.addCompletionListener(request, failure -> connections.progressed(connection));
    var path = Request.getPathInContext(request);
    var page = pages.get(path);
    var method = request.getMethod();
    if (page == null) {
      send(NOT_FOUND, response, callback);
    } else if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      send(Page.text(405, method + " (expected: GET or HEAD)\n"), response, callback);
    } else {
      page.apply(request)
          .whenComplete((made, failure) ->
              send(failure == null ? made : failed(path, failure), response, callback));
    }
    return true;
  }

  /** Logs the failure of a page and returns the answer for its caller. */
  private Page failed(String path, Throwable failure) {
    failures.failed(path, failure);
    return FAILED;
  }

  private static void send(Page page, Response response, Callback callback) {
    response.setStatus(page.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, page.length());
    response.write(true, page.body(), callback);
  }
}
