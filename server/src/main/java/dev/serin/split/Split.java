package dev.serin.split;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A division of users among versions: shares above zero that sum to exactly one, in ascending order
 * of version. Shares with another sum are refused, never rescaled.
 */
public record Split(List<VersionShare> shares) {
  /** Checks the order, that no share is zero, and the sum. */
  public Split {
    shares = List.copyOf(shares);
    checkOrder(shares);
    checkSum(shares);
  }

  /**
   * Returns the split of these shares by version, leaving out shares of zero.
   *
   * @throws IllegalArgumentException if they do not sum to exactly one; the message shows the sum
   */
  public static Split of(Map<Long, Share> shares) {
    return new Split(new TreeMap<>(shares)
        .entrySet().stream()
            .map(entry -> new VersionShare(entry.getKey(), entry.getValue()))
            .filter(entry -> !entry.share().isZero())
            .toList());
  }

  /** Returns the split that gives all users one version. */
  public static Split all(long version) {
    return new Split(List.of(new VersionShare(version, Share.ONE)));
  }

  /** The version's share; zero if it is not in the split. */
  public Share share(long version) {
    return shares.stream()
        .filter(entry -> entry.version() == version)
        .map(VersionShare::share)
        .findFirst()
        .orElse(Share.ZERO);
  }

  /** The versions with a share, in ascending order. */
  public Set<Long> versions() {
    return shares.stream().map(VersionShare::version).collect(TreeSet::new, Set::add, Set::addAll);
  }

  /**
   * Returns the stable version: the one named, else the former one while it has a share, else the
   * one with the largest share, the lower number on a tie.
   *
   * @throws IllegalArgumentException if the one named has no share
   */
  public long stable(@Nullable Long named, @Nullable Long former) {
    if (named != null) {
      if (share(named).isZero()) {
        throw new IllegalArgumentException(
            "stable: " + named + " (expected: a version with a share, of " + this + ")");
      }
      return named;
    }
    if (former != null && !share(former).isZero()) {
      return former;
    }
    return shares.stream()
        .max(Comparator.comparing(VersionShare::share)
            .thenComparing(VersionShare::version, Comparator.reverseOrder()))
        .orElseThrow()
        .version();
  }

  /** The split as in {@code 1=0.9 2=0.1}. */
  @Override
  public String toString() {
    return shares.stream()
        .map(entry -> entry.version() + "=" + entry.share())
        .collect(joining(" "));
  }

  private static void checkOrder(List<VersionShare> shares) {
    for (int i = 0; i < shares.size(); i++) {
      var entry = shares.get(i);
      if (entry.share().isZero()) {
        throw new IllegalArgumentException(
            "split: version " + entry.version() + " with 0 (expected: shares above 0)");
      }
      if (i > 0 && entry.version() <= shares.get(i - 1).version()) {
        throw new IllegalArgumentException("split: version " + entry.version() + " after "
            + shares.get(i - 1).version() + " (expected: ascending versions, each once)");
      }
    }
  }

  private static void checkSum(List<VersionShare> shares) {
    var sum = shares.stream()
        .map(entry -> entry.share().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    if (sum.compareTo(BigDecimal.ONE) == 0) {
      return;
    }
    var terms = shares.stream().map(entry -> entry.share().toString()).collect(joining(" + "));
    var shown = shares.size() > 1 ? terms + " = " : "";
    throw new IllegalArgumentException(
        "split: " + shown + Exact.normal(sum).toPlainString() + " (expected: exactly 1)");
  }
}
