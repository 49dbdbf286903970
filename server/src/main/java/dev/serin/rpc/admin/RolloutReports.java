package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.control.Control;
import dev.serin.control.Revision;
import dev.serin.control.RolloutView;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import dev.serin.judge.StatisticsClock;
import dev.serin.rollout.Rollout;
import dev.serin.split.Share;
import dev.serin.v1.Role;
import dev.serin.v1.RolloutStatus;
import dev.serin.v1.VersionStatus;
import java.util.List;
import java.util.Locale;

/** What is said about how rollouts stand. Thread-safe. */
public final class RolloutReports {
  private static final int ALL = Integer.MAX_VALUE;
  private static final double PERCENT = 100;

  private final Control control;
  private final VersionReports versions;
  private final StatisticsClock clock;

  public RolloutReports(Control control, VersionReports versions, StatisticsClock clock) {
    this.control = control;
    this.versions = versions;
    this.clock = clock;
  }

  /** Returns how a rollout stands now. */
  RolloutStatus of(RolloutView view) {
    var rollout = view.rollout();
    var status = RolloutStatus.newBuilder()
        .setRollout(RolloutMessages.message(transition(view.revision())))
        .setTime(RolloutMessages.timestamp(clock.wall()))
        .setElapsed(Durations.fromNanos(view.elapsed().toNanos()))
        .setBake(Durations.fromNanos(view.bake().toNanos()))
        .setNextShare(view.next().map(Share::toString).orElse(""))
        .addAllMissing(view.missing().stream().map(Verdicts::message).toList())
        .addAllVersions(versions(view.revision(), rollout))
        .addAllNotes(control.notes(view.revision().model()))
        .setLimits(RolloutMessages.limits(rollout.terms().gates()))
        .setRevision(view.revision().number());
    view.report().ifPresent(report -> {
      status.setComparison(
          ComparisonReports.message(comparison(report, rollout), clock.millis(), clock));
      if (report.trial().phase() == Phase.SHADOW && report.agreement().observations() > 0) {
        status.addNotes(agreement(report));
      }
    });
    return status.build();
  }

  /** Returns what is left to say about a transition that another one has followed. */
  RolloutStatus ofPast(Revision transition) {
    return RolloutStatus.newBuilder()
        .setRollout(RolloutMessages.message(transition))
        .setTime(RolloutMessages.timestamp(transition.time()))
        .setLimits(
            RolloutMessages.limits(transition.rollout().orElseThrow().terms().gates()))
        .setRevision(transition.number())
        .build();
  }

  /** The revision that brought the rollout to where it is in a later one. */
  private Revision transition(Revision inForce) {
    return control.history(inForce.model(), ALL).stream()
        .filter(revision -> revision.number() <= inForce.number())
        .takeWhile(revision -> revision.rollout().equals(inForce.rollout()))
        .reduce(inForce, (later, earlier) -> earlier);
  }

  private List<VersionStatus> versions(Revision revision, Rollout rollout) {
    var identity = rollout.identity();
    return versions.of(revision).stream()
        .filter(version -> version.getVersion() == identity.stable()
            || version.getVersion() == identity.candidate())
        .filter(version -> version.getRole()
            == (version.getVersion() == revision.stable() ? Role.STABLE : Role.CANARY))
        .toList();
  }

  private static ComparisonReport comparison(TrialReport report, Rollout rollout) {
    return new ComparisonReport(
        report.trial().stable(),
        report.trial().canary(),
        report.progress().step(),
        rollout.identity().started().toEpochMilli(),
        report.judgement());
  }

  private static String agreement(TrialReport report) {
    return String.format(
        Locale.ROOT,
        "shadow: both versions agree on %.1f %% of %d copies of calls",
        PERCENT * report.agreement().mean(),
        report.agreement().observations());
  }
}
