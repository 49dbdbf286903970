package dev.serin.config;

import dev.serin.rollout.Plan;
import dev.serin.rollout.Plan.Minimum;
import dev.serin.rollout.Plan.Need;
import dev.serin.split.Share;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads how a canary is raised to all users; what is left out is as if nothing were configured.
 *
 * <p>Who the candidate is, when and by whose leave it is raised, and what happens to calls beside
 * it are read for mistakes only: they mean nothing to calls that are over.
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
  private static final ScalarType<Long> COUNT =
      ScalarType.whole(0, 1_000_000_000).as(Integer::longValue);
  private static final ScalarType<Need> NEED = ScalarType.oneOf(Arrays.asList(Need.values()));

  private static final String EVIDENCE = "a mapping such as {0.50: non_inferior}";

  private final Section section;
  private final Problems problems;

  RolloutSection(Section section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  Plan read() {
    var steps = section.node("steps").isPresent()
        ? section.readAll("steps", ScalarType.share())
        : UNSET.steps();
    var evidence = evidence(steps, section.isSound());
    var minimum = minimum();
    var bake = section.read("bake", GateTypes.TIME_OR_NONE).orElse(UNSET.bake());
    var timeout = section.read("stepTimeout", GateTypes.TIME).orElse(UNSET.stepTimeout());
    new LiveRolloutSection(section).check();
    return section.make(() -> new Plan(steps, evidence, minimum, bake, timeout)).orElse(UNSET);
  }

  private Minimum minimum() {
    var unset = UNSET.minimum();
    return new Minimum(
        section.read("minCanaryCalls", COUNT).orElse(unset.canaryCalls()),
        section.read("minCanaryUsers", COUNT).orElse(unset.canaryUsers()),
        section.read("minLabelsPerArm", COUNT).orElse(unset.labelsPerRole()));
  }

  private SortedMap<Share, Need> evidence(List<Share> steps, boolean stepsKnown) {
    var node = section.node("evidence");
    if (node.isEmpty()) {
      return Plan.lastStepProves(steps);
    }
    var evidence = new TreeMap<Share, Need>();
    var block = Section.free("evidence", node.get(), problems, EVIDENCE);
    for (var entry : block.entries().values()) {
      var share = block.read("evidence", entry.key(), ScalarType.share());
      var need = block.read("evidence", entry.value(), NEED);
      if (share.isPresent() && stepsKnown) {
        checkStep(share.get(), entry.key(), steps);
      }
      if (share.isPresent() && evidence.put(share.get(), need.orElse(Need.NO_HARM)) != null) {
        problems.add(entry.key(), "evidence: " + share.get() + " again (expected: each step once)");
      }
    }
    return evidence;
  }

  private void checkStep(Share share, Node key, List<Share> steps) {
    var below = steps.stream().filter(step -> !step.equals(Share.ONE)).toList();
    if (!below.contains(share)) {
      problems.add(key, "evidence: " + share + " (expected: one of the steps " + below + ")");
    }
  }
}
