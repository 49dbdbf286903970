package dev.serin.config.yaml;

/** A position in a text: line and column, both from 1. Confined to one thread. */
final class TextPosition {
  private int line = 1;
  private int column = 1;
  private boolean afterReturn;

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  /** Moves past a character; CR LF ends one line, as do CR and LF alone. */
  void advance(int character) {
    boolean secondHalf = character == '\n' && afterReturn;
    afterReturn = character == '\r';
    if (secondHalf) {
      return;
    }
    if (character == '\n' || character == '\r') {
      line++;
      column = 1;
    } else {
      column++;
    }
  }
}
