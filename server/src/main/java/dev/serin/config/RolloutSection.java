package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.Plan;
import dev.serin.rollout.Plan.Minimum;
import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the plan that raises a canary to all users; missing keys have their defaults.
 *
 * <p>Confined to one thread.
 */
final class RolloutSection {
  static final List<String> KEYS = List.of(
      "candidate",
      "steps",
      "bake",
      "minCanaryCalls",
      "minCanaryUsers",
      "minLabelsPerArm",
      "evidence",
      "stepTimeout",
      "advanceWindows",
      "requireApproval",
      "shadow",
      "fallbackToStable",
      "postPromotion",
      "cooldownAfterRollback");

  private static final Plan UNSET = Plan.DEFAULT;
  static final ScalarType<Long> COUNT = ScalarType.whole(0, 1_000_000_000).as(Integer::longValue);
  private static final ScalarType<Requirement> NEED =
      ScalarType.oneOf(Arrays.asList(Requirement.values()));

  private static final String EVIDENCE = "a mapping such as {0.50: non_inferior}";

  private final Section section;
  private final Problems problems;
  private final boolean qualityRequired;

  /**
   * Returns a reader of a section.
   *
   * @param qualityRequired whether the gates have to prove the quality; if not, no step in the file
   *     may require it
   */
  RolloutSection(Section section, Problems problems, boolean qualityRequired) {
    this.section = section;
    this.problems = problems;
    this.qualityRequired = qualityRequired;
  }

  /**
   * Returns the plan for recorded calls. The settings for live calls (candidate, windows, approval,
   * copies of calls) are read for mistakes only.
   */
  Plan read() {
    var steps = steps();
    var plan = plan(steps);
    var unused = new LiveRolloutSection(section, problems).read(steps);
    return plan.orElse(UNSET);
  }

  /** Returns the plan for live calls; empty if it has mistakes. */
  Optional<LivePlan> readLive() {
    var steps = steps();
    var plan = plan(steps);
    var live = new LiveRolloutSection(section, problems).read(steps);
    return plan.flatMap(offline -> section.make(() -> live.apply(offline)));
  }

  private PlannedSteps steps() {
    var shares = section.node("steps").isPresent()
        ? section.readAll("steps", SplitTypes.SHARE)
        : UNSET.steps();
    return new PlannedSteps(shares, section.isSound());
  }

  private Optional<Plan> plan(PlannedSteps steps) {
    var evidence = evidence(steps);
    var minimum = minimum();
    var bake = section.read("bake", GateTypes.TIME_OR_NONE).orElse(UNSET.bake());
    var timeout = section.read("stepTimeout", GateTypes.TIME).orElse(UNSET.stepTimeout());
    return section.make(() -> new Plan(steps.shares(), evidence, minimum, bake, timeout));
  }

  private Minimum minimum() {
    var unset = UNSET.minimum();
    return new Minimum(
        section.read("minCanaryCalls", COUNT).orElse(unset.canaryCalls()),
        section.read("minCanaryUsers", COUNT).orElse(unset.canaryUsers()),
        section.read("minLabelsPerArm", COUNT).orElse(unset.labelsPerRole()));
  }

  private SortedMap<Share, Requirement> evidence(PlannedSteps steps) {
    var node = section.node("evidence");
    if (node.isEmpty()) {
      return Plan.lastStepProves(steps.shares());
    }
    var evidence = new TreeMap<Share, Requirement>();
    var block = Section.free("evidence", node.get(), problems, EVIDENCE);
    for (var entry : block.entries().values()) {
      var share = block.read("evidence", entry.key(), SplitTypes.SHARE);
      var need = block.read("evidence", entry.value(), NEED);
      need.ifPresent(what -> checkNeed(what, entry.value()));
      share.ifPresent(step -> steps.check("evidence", step, entry.key(), problems));
      if (share.isPresent()
          && evidence.put(share.get(), need.orElse(Requirement.NO_HARM)) != null) {
        problems.add(entry.key(), "evidence: " + share.get() + ": duplicate");
      }
    }
    return evidence;
  }

  private void checkNeed(Requirement need, Node node) {
    if (need == Requirement.NON_INFERIOR && !qualityRequired) {
      problems.add(
          node, "evidence: non_inferior (expected: no_harm, as the gates require no quality)");
    }
  }
}
