package dev.serin.benchmarks.gates.streams;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * What a rollout meets.
 *
 * @param before how long stable has run alone
 * @param callsPerSecond on average; they come at random
 */
public record Scenario(
    Duration before,
    List<Phase> phases,
    double callsPerSecond,
    Users users,
    Version stable,
    Version canary,
    Labels labels) {

  /** What most scenarios have. */
  public static final double CALLS_PER_SECOND = 50;

  /** A canary like its stable, with one share. */
  public static Scenario steady(String share, Duration length, double callsPerSecond) {
    return new Scenario(
        Duration.ofMinutes(1),
        List.of(Phase.of(share, length)),
        callsPerSecond,
        Users.many(),
        Version.failing(0),
        Version.failing(0),
        Labels.NONE);
  }

  /** With a ramp of steps of one length. */
  public Scenario ramp(Duration length, String... shares) {
    return phases(List.of(shares).stream().map(share -> Phase.of(share, length)).toList());
  }

  public Scenario phases(List<Phase> others) {
    return new Scenario(before, others, callsPerSecond, users, stable, canary, labels);
  }

  public Scenario before(Duration length) {
    return new Scenario(length, phases, callsPerSecond, users, stable, canary, labels);
  }

  public Scenario users(Users others) {
    return new Scenario(before, phases, callsPerSecond, others, stable, canary, labels);
  }

  public Scenario stable(Version other) {
    return new Scenario(before, phases, callsPerSecond, users, other, canary, labels);
  }

  public Scenario canary(Version other) {
    return new Scenario(before, phases, callsPerSecond, users, stable, other, labels);
  }

  /** With two versions that do not differ. */
  public Scenario both(Version version) {
    return stable(version).canary(version);
  }

  public Scenario labels(Labels others) {
    return new Scenario(before, phases, callsPerSecond, users, stable, canary, others);
  }

  /**
   * The time from one change of the canary's share to the next.
   *
   * @param share what the canary is said to get
   * @param routed what it gets
   */
  public record Phase(BigDecimal share, double routed, Duration length) {
    static Phase of(String share, Duration length) {
      return new Phase(new BigDecimal(share), Double.parseDouble(share), length);
    }
  }
}
