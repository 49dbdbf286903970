package dev.serin.status;

import dev.serin.control.Revision;
import dev.serin.control.RolloutView;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.TrialReport;
import dev.serin.judge.ComparisonReport;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.RunTimes.Comparison;
import dev.serin.model.VersionId;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Builds the status of models and rollouts for every interface that shows it. Thread-safe. */
public final class Statuses {
  private static final int ALL = Integer.MAX_VALUE;
  private static final double PERCENT = 100;
  private static final Comparator<VersionReport> ASCENDING =
      Comparator.comparingLong(VersionReport::version).thenComparing(VersionReport::role);

  private final Sources from;

  public Statuses(Sources from) {
    this.from = from;
  }

  /** The names of all models in the repository, in ascending order. */
  public Set<String> models() {
    return from.pool().models().keySet();
  }

  /** Returns all models in the repository with their versions. */
  public List<ModelVersions> list() {
    return models().stream().map(this::versions).toList();
  }

  private ModelVersions versions(String name) {
    return new ModelVersions(
        name,
        from.control().state(name),
        List.copyOf(from.pool().versions(name).values()),
        compute(name));
  }

  /** Compares the processor time of each version with that of stable. */
  private Map<Long, Comparison> compute(String name) {
    var compute = new TreeMap<Long, Comparison>();
    var stable = from.control()
        .revision(name)
        .flatMap(revision -> loaded(new VersionId(name, revision.stable())));
    stable.ifPresent(other -> from.pool().versions(name).values().stream()
        .flatMap(version -> version.loaded().stream())
        .filter(version -> version != other)
        .forEach(version -> {
          var comparison = version.runTimes().compare(other.runTimes());
          if (comparison.rows() > 0) {
            compute.put(version.id().version(), comparison);
          }
        }));
    return compute;
  }

  private Optional<LoadedVersion> loaded(VersionId id) {
    return from.pool().status(id).flatMap(VersionStatus::loaded);
  }

  /** Returns the status of a model; empty if it is neither in the repository nor in the journal. */
  public Optional<ModelStatus> model(String name) {
    var model = versions(name);
    var revision = from.control().revision(name);
    if (model.versions().isEmpty() && revision.isEmpty()) {
      return Optional.empty();
    }
    long millis = from.clock().millis();
    var reports = revision
        .map(this::reports)
        .orElseGet(() -> from.numbers().reports(name, 0, from.quality().apply(name)));
    var notes = new ArrayList<>(from.notes().apply(name));
    notes.addAll(SlowerPart.notes(reports));
    return Optional.of(new ModelStatus(
        model,
        revision,
        Instant.ofEpochMilli(from.numbers().startMillis()),
        reports,
        from.comparisons().reports(name, millis).stream()
            .map(report -> ComparisonStatus.of(report, millis, from.clock()))
            .toList(),
        from.comparisons().trial(name, millis),
        notes));
  }

  /** Returns the current status of a rollout. */
  public RolloutStatus rollout(RolloutView view) {
    var inForce = view.revision();
    var notes = new ArrayList<>(from.control().notes(inForce.model()));
    view.report().flatMap(Statuses::agreement).ifPresent(notes::add);
    var reports = reports(inForce, view.rollout());
    notes.addAll(SlowerPart.notes(reports));
    var now = new RolloutStatus.Now(
        view.elapsed(),
        view.bake(),
        view.next(),
        view.missing(),
        reports,
        view.report().map(report -> comparison(report, view.rollout())),
        notes);
    return new RolloutStatus(
        transition(inForce), inForce.number(), from.clock().wall(), Optional.of(now));
  }

  /** Returns the status of a rollout after a past transition. */
  public RolloutStatus past(Revision transition) {
    return new RolloutStatus(transition, transition.number(), transition.time(), Optional.empty());
  }

  /** Returns the reports of versions that have been called, and of others with a share. */
  private List<VersionReport> reports(Revision revision) {
    var settings = from.quality().apply(revision.model());
    var reports = new ArrayList<VersionReport>();
    for (var called : from.numbers().reports(revision.model(), revision.number(), settings)) {
      boolean current =
          called.role() != Role.PINNED && called.role() == role(called.version(), revision);
      reports.add(
          current ? called.current(revision.split().share(called.version())) : called.former());
    }
    for (var share : revision.split().shares()) {
      var role = role(share.version(), revision);
      if (reports.stream()
          .noneMatch(report -> report.version() == share.version() && report.role() == role)) {
        reports.add(VersionReport.uncalled(share.version(), role, share.share(), settings));
      }
    }
    reports.sort(ASCENDING);
    return reports;
  }

  /** Returns the reports of a rollout's versions in their current roles. */
  private List<VersionReport> reports(Revision revision, Rollout rollout) {
    var identity = rollout.identity();
    return reports(revision).stream()
        .filter(report ->
            report.version() == identity.stable() || report.version() == identity.candidate())
        .filter(report -> report.role() == role(report.version(), revision))
        .toList();
  }

  private static Role role(long version, Revision revision) {
    return version == revision.stable() ? Role.STABLE : Role.CANARY;
  }

  /** Returns the revision of the rollout's last transition, given a later one. */
  private Revision transition(Revision inForce) {
    return from.control().history(inForce.model(), ALL).stream()
        .filter(revision -> revision.number() <= inForce.number())
        .takeWhile(revision -> revision.rollout().equals(inForce.rollout()))
        .reduce(inForce, (later, earlier) -> earlier);
  }

  private ComparisonStatus comparison(TrialReport report, Rollout rollout) {
    var comparison = new ComparisonReport(
        report.trial().stable(),
        report.trial().canary(),
        report.progress().step(),
        rollout.identity().started().toEpochMilli(),
        report.judgement());
    return ComparisonStatus.of(comparison, from.clock().millis(), from.clock());
  }

  private static Optional<String> agreement(TrialReport report) {
    return report.trial().phase() == Phase.SHADOW && report.agreement().observations() > 0
        ? Optional.of(String.format(
            Locale.ROOT,
            "shadow: both versions agree on %.1f %% of %d copies of calls",
            PERCENT * report.agreement().mean(),
            report.agreement().observations()))
        : Optional.empty();
  }
}
