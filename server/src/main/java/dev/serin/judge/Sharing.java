package dev.serin.judge;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a revision shares the users of a model among versions.
 *
 * @param millis when it takes effect, in milliseconds since 1970
 * @param stable has a share
 * @param shares of each version of the split; 0 for one whose users get stable for now
 * @param trial the rollout under way; in a watch its canary is stable
 */
public record Sharing(
    long revision, long millis, long stable, Map<Long, BigDecimal> shares, Optional<Trial> trial) {
  private static final int DIGITS = 40;

  /** Copies the shares. */
  public Sharing {
    shares = Collections.unmodifiableMap(new TreeMap<>(shares));
    requireNonNull(trial, "trial");
  }

  /** The same from another time on. */
  Sharing since(long time) {
    return new Sharing(revision, time, stable, shares, trial);
  }

  /** The way in which versions are compared. */
  Phase phase() {
    return trial.map(Trial::phase).orElse(Phase.SPLIT);
  }

  /** The basis of evidence while it holds, given the terms that hold outside of a trial. */
  Basis basis(Terms terms) {
    return trial.map(Basis::of).orElseGet(() -> Basis.of(terms));
  }

  /** A version, and another one that is compared with it. */
  record Pair(long stable, long canary) {}

  /**
   * The versions that are compared: the two of the trial, or else all that share users, two by two,
   * where stable comes first and lower versions before higher.
   */
  List<Pair> pairs() {
    return trial.map(now -> List.of(new Pair(now.stable(), now.canary()))).orElseGet(this::eachTwo);
  }

  private List<Pair> eachTwo() {
    var order = new ArrayList<>(shares.keySet());
    order.remove(stable);
    order.add(0, stable);
    var pairs = new ArrayList<Pair>();
    for (int first = 0; first < order.size(); first++) {
      for (int second = first + 1; second < order.size(); second++) {
        pairs.add(new Pair(order.get(first), order.get(second)));
      }
    }
    return pairs;
  }

  /** The share of the second version, of the users of the two. */
  BigDecimal share(Pair pair) {
    var canary = share(pair.canary());
    var both = canary.add(share(pair.stable()));
    if (both.signum() == 0) {
      return BigDecimal.ZERO;
    }
    return both.compareTo(BigDecimal.ONE) == 0
        ? canary
        : canary.divide(both, DIGITS, RoundingMode.HALF_EVEN);
  }

  /** Whether both have users. */
  boolean divides(Pair pair) {
    return share(pair.stable()).signum() > 0 && share(pair.canary()).signum() > 0;
  }

  /** Whether no others have users. */
  boolean alone(Pair pair) {
    return share(pair.canary()).add(share(pair.stable())).compareTo(BigDecimal.ONE) == 0;
  }

  /** The share of all versions but stable. */
  BigDecimal canaries() {
    return BigDecimal.ONE.subtract(share(stable));
  }

  private BigDecimal share(long version) {
    return shares.getOrDefault(version, BigDecimal.ZERO);
  }
}
