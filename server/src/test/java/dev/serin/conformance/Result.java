package dev.serin.conformance;

/**
 * How a model of the test data fared, and why.
 *
 * @param detail a message, or a difference, on one line; may be empty
 */
record Result(Outcome outcome, String detail) {
  Result {
    detail = detail.strip().replaceAll("\\s+", " ");
  }
}
