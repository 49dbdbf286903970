package dev.serin.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One answer. Immutable. */
final class Page {
  static final String TEXT = "text/plain; charset=utf-8";
  private static final int OK = 200;

  private final int status;
  private final String type;
  private final byte[] body;

  private Page(int status, String type, String text) {
    this.status = status;
    this.type = type;
    this.body = text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns an answer in plain text. */
  static Page text(int status, String text) {
    return new Page(status, TEXT, text);
  }

  /** Returns an answer of a content type with status 200. */
  static Page ok(String type, String text) {
    return new Page(OK, type, text);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  int length() {
    return body.length;
  }

  /** A new read-only view of the body. */
  ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }
}
