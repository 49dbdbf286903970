package dev.serin.split;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The intervals of one version while they are being moved, in the order of acquisition. Confined to
 * one call of {@link Assignment#move}.
 */
final class Pieces {
  private final Deque<Interval> pieces;

  Pieces(List<Interval> pieces) {
    this.pieces = new ArrayDeque<>(pieces);
  }

  List<Interval> list() {
    return List.copyOf(pieces);
  }

  /** The part of [0, 1) that they cover. */
  BigDecimal length() {
    return pieces.stream().map(Interval::length).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Takes that much from the top of the piece acquired last, then from the one before it. */
  List<Interval> takeLast(BigDecimal length) {
    var taken = new ArrayList<Interval>();
    var open = length;
    while (open.signum() > 0) {
      var piece = pieces.removeLast();
      var cut = piece.high().subtract(open).max(piece.low());
      if (cut.compareTo(piece.low()) > 0) {
        pieces.addLast(new Interval(piece.low(), cut));
      }
      taken.add(new Interval(cut, piece.high()));
      open = open.subtract(piece.high().subtract(cut));
    }
    return taken;
  }

  /** Takes that much from the bottom of the first piece, then from the next one. */
  List<Interval> takeFirst(BigDecimal length) {
    var taken = new ArrayList<Interval>();
    var open = length;
    while (open.signum() > 0) {
      var piece = pieces.removeFirst();
      var cut = piece.low().add(open).min(piece.high());
      if (cut.compareTo(piece.high()) < 0) {
        pieces.addFirst(new Interval(cut, piece.high()));
      }
      taken.add(new Interval(piece.low(), cut));
      open = open.subtract(cut.subtract(piece.low()));
    }
    return taken;
  }

  /**
   * Acquires pieces in order. One that begins where the last one ends is merged with it; one that
   * ends where the last one begins is not, or the older part would be given back before the newer
   * one.
   */
  void add(List<Interval> acquired) {
    for (var piece : acquired) {
      var last = pieces.peekLast();
      if (last != null && last.high().compareTo(piece.low()) == 0) {
        pieces.removeLast();
        pieces.addLast(new Interval(last.low(), piece.high()));
      } else {
        pieces.addLast(piece);
      }
    }
  }

  /** Sorts the pieces from low to high and merges those that touch. */
  void sort() {
    var sorted = new ArrayList<>(pieces);
    sorted.sort(Comparator.comparing(Interval::low));
    pieces.clear();
    add(sorted);
  }
}
