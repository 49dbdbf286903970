package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.gate.Moment;
import dev.serin.judge.Sharing;
import dev.serin.rollout.Rollout;
import dev.serin.split.Assignment;
import dev.serin.split.Split;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One accepted change of a model's serving state, and the state from then on.
 *
 * @param number counts from 1 for each model
 * @param previous the split before; empty in the first revision
 * @param absent versions other than stable whose users get stable, since they cannot be called or
 *     were not checked against stable's signature
 * @param served every version that has ever been stable, or had a share without being absent
 * @param at when it was made
 * @param fileHash of the split in the configuration file that was looked at last; empty if none was
 * @param rollout the last one of the model, which may be over
 * @param unloaded whether the model is unloaded on request: none of its versions is served
 */
public record Revision(
    String model,
    long number,
    Split split,
    Optional<Split> previous,
    long stable,
    Assignment assignment,
    SortedSet<Long> absent,
    SortedSet<Long> served,
    Moment at,
    Author author,
    String reason,
    String fileHash,
    Optional<Rollout> rollout,
    boolean unloaded) {
  /** Copies the sets, and checks that the parts fit each other. */
  public Revision {
    absent = copy(absent);
    served = copy(served);
    if (!assignment.split().equals(split)) {
      throw new IllegalArgumentException(
          "intervals: " + assignment.split() + " (expected: " + split + ")");
    }
    long unused = split.stable(stable, null);
    if (absent.contains(stable) || !split.versions().containsAll(absent)) {
      throw new IllegalArgumentException("absent: " + absent
          + " (expected: versions with a share, without stable, of " + split + ")");
    }
  }

  /** How it shares users, as the gates see it: the users of absent versions are stable's. */
  public Sharing sharing() {
    var shares = new TreeMap<Long, BigDecimal>();
    split.versions().forEach(version -> shares.put(version, split.share(version).value()));
    for (long version : absent) {
      shares.merge(stable, split.share(version).value(), BigDecimal::add);
      shares.put(version, BigDecimal.ZERO);
    }
    return new Sharing(number, at.millis(), stable, shares, rollout.flatMap(Rollout::trial));
  }

  /** When it was made, by the wall clock. */
  public Instant time() {
    return at.time();
  }

  /** The rollout that is not over. */
  public Optional<Rollout> activeRollout() {
    return rollout.filter(Rollout::active);
  }

  /** The same with another rollout. */
  Revision with(Rollout other) {
    return new Revision(
        model,
        number,
        split,
        previous,
        stable,
        assignment,
        absent,
        served,
        at,
        author,
        reason,
        fileHash,
        Optional.of(other),
        unloaded);
  }

  /** The versions other than stable that get users, in ascending order. */
  SortedSet<Long> canaries() {
    var canaries = new TreeSet<>(split.versions());
    canaries.removeAll(absent);
    canaries.remove(stable);
    return canaries;
  }

  private static SortedSet<Long> copy(SortedSet<Long> versions) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(versions));
  }
}
