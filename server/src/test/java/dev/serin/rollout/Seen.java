package dev.serin.rollout;

import static dev.serin.gate.GateIds.gate;

import dev.serin.gate.Findings;
import dev.serin.gate.GateId;
import dev.serin.gate.GateIds;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Judgement;
import dev.serin.gate.Progress;
import dev.serin.gate.Rate;
import dev.serin.gate.Step;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Unit;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What the gates say about a rollout, made by hand. Unless a test says otherwise, all that any
 * phase asks for is there, in a phase of ten minutes.
 */
public final class Seen {
  private final Rollout rollout;
  private final List<Verdict> verdicts = new ArrayList<>();
  private String trial;
  private long phase;
  private Duration elapsed = Duration.ofMinutes(10);
  private Duration sinceCall = Duration.ofSeconds(1);
  private Duration sinceCanaryCall = Duration.ofSeconds(1);
  private Duration sinceLabel = Duration.ofSeconds(1);
  private long calls = 1_000;
  private long users = 500;
  private long stableLabels = 400;
  private long canaryLabels = 300;
  private boolean settled = true;
  private List<GateId> near = List.of();
  private List<GateId> unproved = List.of();

  private Seen(Rollout rollout) {
    this.rollout = rollout;
    this.trial = rollout.identity().id();
    this.phase = rollout.phase();
  }

  public static Seen of(Rollout rollout) {
    return new Seen(rollout);
  }

  public Seen trial(String id) {
    trial = id;
    return this;
  }

  public Seen phase(long revision) {
    phase = revision;
    return this;
  }

  public Seen elapsed(Duration time) {
    elapsed = time;
    return this;
  }

  public Seen sinceCall(Duration since) {
    sinceCall = since;
    return this;
  }

  public Seen sinceCanaryCall(Duration since) {
    sinceCanaryCall = since;
    return this;
  }

  public Seen sinceLabel(Duration since) {
    sinceLabel = since;
    return this;
  }

  public Seen calls(long number) {
    calls = number;
    return this;
  }

  public Seen users(long number) {
    users = number;
    return this;
  }

  public Seen labels(long ofStable, long ofCanary) {
    stableLabels = ofStable;
    canaryLabels = ofCanary;
    return this;
  }

  public Seen unsettled() {
    settled = false;
    return this;
  }

  public Seen near(String... gates) {
    near = ids(gates);
    return this;
  }

  /** Verdicts that are not there are undecided without any need. */
  public Seen unproved(String... gates) {
    unproved = ids(gates);
    for (var gate : gates) {
      verdicts.add(new Verdict.Undecided(findings(gate), List.of()));
    }
    return this;
  }

  public Seen verdict(Verdict verdict) {
    verdicts.add(0, verdict);
    return this;
  }

  public Seen harm(String gate, Consequence consequence, HarmCause cause) {
    return verdict(new Harm(findings(gate), consequence, 0, cause));
  }

  public TrialReport report() {
    var step = new Step(1, phase, 0, rollout.share().value());
    return new TrialReport(
        new Trial(
            trial,
            rollout.identity().stable(),
            rollout.identity().candidate(),
            rollout.trial().map(Trial::phase).orElse(Trial.Phase.SPLIT),
            rollout.terms(),
            OptionalDouble.empty()),
        phase,
        new Judgement(verdicts, near, unproved),
        new Progress(
            step,
            elapsed,
            sinceCall,
            sinceCanaryCall,
            sinceLabel,
            calls,
            users,
            stableLabels,
            canaryLabels,
            settled),
        new Rate(0, 0));
  }

  private static List<GateId> ids(String... gates) {
    return Stream.of(gates).map(GateIds::gate).toList();
  }

  /** Of a canary with 20 % bad of 50, where stable has 1 % of 100. */
  public static Findings findings(String gate) {
    return new Findings(
        gate(gate),
        1,
        2,
        OptionalDouble.empty(),
        3,
        new Unit.Errors(),
        new Rate(100, 1),
        new Rate(50, 10),
        Optional.empty(),
        List.of());
  }
}
