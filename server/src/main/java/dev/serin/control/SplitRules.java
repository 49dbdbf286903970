package dev.serin.control;

import static java.util.Objects.requireNonNull;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.gate.Moment;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.split.Assignment;
import dev.serin.split.Split;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which revision follows from a proposal, a change of the pool, or the first start of one model.
 * Decides only: throws {@link ChangeRefusedException} or returns the next revision.
 */
final class SplitRules {
  /*
   * Only versions that gain users are checked: lowering a share must not be held up by the state of
   * a version that gains nothing. What loses users or keeps them stays as it is, present or absent.
   *
   * Signatures are compared with the stable in force, even for a version that is to be the next
   * stable, or a split of 1 would slip what callers cannot call past the check. If the stable in
   * force cannot be called there is nothing to protect, and the next one is the measure. A version
   * that served may become stable again whatever it takes: the one in force may take more, and going
   * back must not be held up by that.
   */
  private static final BigDecimal MOST_AT_ONCE = new BigDecimal("0.5");

  private final Map<Long, VersionStatus> versions;
  private final Availability availability;

  SplitRules(Map<Long, VersionStatus> versions) {
    this.versions = versions;
    this.availability = new Availability(versions);
  }

  /** The first revision of a model that the file says nothing about, if any version is ready. */
  Optional<Revision> first(String model, Moment at) {
    return versions.values().stream()
        .filter(status -> status.state() == State.READY)
        .map(status -> status.id().version())
        .max(Long::compare)
        .map(version -> first(
            model,
            new Proposal(
                Split.all(version),
                version,
                false,
                at,
                Author.GATEWAY,
                "first start without a configured split: the highest version that is ready",
                "")));
  }

  /** The first revision of a model, as proposed; what is not ready is absent. */
  Revision first(String model, Proposal proposal) {
    var split = proposal.split();
    long stable = split.stable(proposal.stable(), null);
    var absent = availability.unavailable(split, stable, Set.of());
    return new Revision(
        model,
        1,
        split,
        Optional.empty(),
        stable,
        Assignment.all(model, stable).move(split, stable),
        new TreeSet<>(absent.keySet()),
        served(Set.of(), split, absent.keySet()),
        proposal.at(),
        proposal.author(),
        proposal.reason(),
        proposal.fileHash(),
        Optional.empty(),
        /* unloaded= */ false);
  }

  /** The revision that a proposal makes of the one in force. */
  Revision next(Revision current, Proposal proposal) {
    Audit.check(proposal.author(), proposal.reason());
    var split = proposal.split();
    long stable = stable(split, proposal.stable(), current.stable());
    long reference = availability.unloaded(current.stable()).isEmpty() ? current.stable() : stable;
    for (long version : split.versions()) {
      var rise =
          split.share(version).value().subtract(current.split().share(version).value());
      if (rise.signum() > 0 || (version == stable && stable != current.stable())) {
        checkReady(current.stable(), version);
        checkMeasure(reference);
        if (version != stable || !current.served().contains(version)) {
          checkLike(version, reference);
        }
      }
      if (!proposal.force()) {
        checkRise(current, version, rise, split);
      }
    }
    var absent = availability.unavailable(split, stable, checked(current));
    return following(current, split, stable, absent.keySet(), proposal);
  }

  /** Whether a proposal asks for what is in force. */
  boolean asks(Proposal proposal, Revision current) {
    var split = proposal.split();
    return split.equals(current.split())
        && stable(split, proposal.stable(), current.stable()) == current.stable();
  }

  /** The revision that the pool makes of the one in force, if other versions are absent now. */
  Optional<Revision> refreshed(Revision current, Moment at) {
    var absent = availability.unavailable(current.split(), current.stable(), checked(current));
    if (absent.keySet().equals(current.absent())) {
      return Optional.empty();
    }
    var proposal = new Proposal(
        current.split(),
        null,
        false,
        at,
        Author.GATEWAY,
        reason(current, absent),
        current.fileHash());
    return Optional.of(
        following(current, current.split(), current.stable(), absent.keySet(), proposal));
  }

  /**
   * The revision that takes all users back to stable, since a split that did so may be lost; empty
   * if they have it, or a rollout is to say.
   */
  Optional<Revision> doubted(Revision current, Moment at) {
    if (current.activeRollout().isPresent() || current.split().versions().size() == 1) {
      return Optional.empty();
    }
    var proposal = new Proposal(
        Split.all(current.stable()),
        current.stable(),
        false,
        at,
        Author.GATEWAY,
        "the journal was repaired, and a split that took users back may be missing in it",
        current.fileHash());
    return Optional.of(following(current, proposal.split(), current.stable(), Set.of(), proposal));
  }

  /** Returns the revision that keeps the split, and keeps absent versions absent. */
  static Revision unmoved(Revision current, Proposal proposal) {
    return following(current, current.split(), current.stable(), current.absent(), proposal);
  }

  /**
   * The revision that gives all users back to a version that had them, if it can be called; also if
   * its files are lost, for then it waits for an operator and nothing else will serve.
   */
  Revision back(Revision current, Proposal proposal) {
    long target = stable(proposal.split(), proposal.stable(), current.stable());
    availability
        .unloaded(target)
        .filter(reason -> !availability.replaced(target))
        .ifPresent(reason -> {
          throw new ChangeRefusedException(
              Kind.PRECONDITION, "stable: " + reason + " (expected: READY, to go back to)");
        });
    return following(current, proposal.split(), target, Set.of(), proposal);
  }

  /** Refuses a candidate that callers of stable cannot call. */
  void checkCandidate(long stable, long candidate) {
    checkMeasure(stable);
    checkReady(stable, candidate);
    checkLike(candidate, stable);
  }

  /** Returns the revision that salts the hash of users again, all of whom have stable. */
  Revision begin(Revision current, long candidate, String salt, Proposal proposal) {
    checkCandidate(current.stable(), candidate);
    return following(
        current, proposal, current.stable(), Set.of(), Assignment.all(salt, current.stable()));
  }

  private static Revision following(
      Revision current, Split split, long stable, Set<Long> absent, Proposal proposal) {
    return following(current, proposal, stable, absent, current.assignment().move(split, stable));
  }

  /** Returns the revision that unloads a model or loads it again, and changes nothing else. */
  static Revision loaded(Revision current, boolean loaded, Proposal proposal) {
    return following(
        current, proposal, current.stable(), current.absent(), current.assignment(), !loaded);
  }

  private static Revision following(
      Revision current, Proposal proposal, long stable, Set<Long> absent, Assignment assignment) {
    return following(current, proposal, stable, absent, assignment, current.unloaded());
  }

  private static Revision following(
      Revision current,
      Proposal proposal,
      long stable,
      Set<Long> absent,
      Assignment assignment,
      boolean unloaded) {
    var split = proposal.split();
    return new Revision(
        current.model(),
        current.number() + 1,
        split,
        Optional.of(current.split()),
        stable,
        assignment,
        new TreeSet<>(absent),
        served(current.served(), split, absent),
        proposal.at(),
        proposal.author(),
        proposal.reason(),
        proposal.fileHash(),
        current.rollout(),
        unloaded);
  }

  private static long stable(Split split, @Nullable Long named, long former) {
    try {
      return split.stable(named, former);
    } catch (IllegalArgumentException e) {
      throw new ChangeRefusedException(Kind.INVALID, requireNonNull(e.getMessage()));
    }
  }

  private void checkReady(long stable, long version) {
    var status = versions.get(version);
    if (status == null) {
      throw new ChangeRefusedException(
          Kind.INVALID, "version: " + version + " (expected: one of " + versions.keySet() + ")");
    }
    boolean servesOn = version == stable && status.callable();
    if (status.state() != State.READY && !servesOn) {
      var reason = status.reason().isEmpty() ? "" : ", " + status.reason();
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "version: " + version + " is " + status.state() + reason + " (expected: READY)");
    }
  }

  private void checkMeasure(long reference) {
    availability.unloaded(reference).ifPresent(reason -> {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "stable: " + reason + " (expected: READY, for others are checked against it)");
    });
  }

  private void checkLike(long version, long reference) {
    availability.unlike(version, reference).ifPresent(difference -> {
      throw new ChangeRefusedException(Kind.PRECONDITION, difference);
    });
  }

  private static void checkRise(Revision current, long version, BigDecimal rise, Split split) {
    if (rise.compareTo(MOST_AT_ONCE) > 0 && !current.served().contains(version)) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "split: version " + version + " never served and would gain " + rise.toPlainString()
              + " of the users at once (expected: at most " + MOST_AT_ONCE
              + "; `./serin split set " + current.model() + " " + split
              + " --force` moves them all at once)");
    }
  }

  private static Set<Long> checked(Revision current) {
    return current.canaries();
  }

  private static SortedSet<Long> served(
      Collection<Long> before, Split split, Collection<Long> absent) {
    var served = new TreeSet<>(split.versions());
    served.removeAll(absent);
    served.addAll(before);
    return served;
  }

  private static String reason(Revision current, SortedMap<Long, String> absent) {
    var reasons = new StringBuilder();
    absent.forEach((version, why) -> {
      if (!current.absent().contains(version)) {
        reasons.append(why).append("; its users get stable; ");
      }
    });
    for (long version : current.absent()) {
      if (!absent.containsKey(version)) {
        reasons.append("version ").append(version).append(" is ready and has its users again; ");
      }
    }
    return Audit.reason(reasons.substring(0, reasons.length() - 2));
  }
}
