package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.rollout.AdvanceWindow;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Fallback;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.Plan;
import dev.serin.split.Share;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the settings of a plan for live calls. Confined to one thread. */
final class LiveRolloutSection {
  private static final LivePlan UNSET = LivePlan.DEFAULT;
  private static final String APPROVALS = "requireApproval";
  private static final List<String> SHADOW_KEYS =
      List.of("fraction", "minCalls", "maxCpu", "pairLabels", "duration");
  private static final List<String> FALLBACK_KEYS = List.of("onError", "budget", "maxRate");
  private static final List<String> PROMOTION_KEYS = List.of("watch", "keepOldFor", "arl");
  private static final ScalarType<AdvanceWindow> WINDOW = new ScalarType<>(
      "days, times and a zone such as Mon-Fri 08:00-17:00 Europe/Berlin", WindowText::parse);
  private static final ScalarType<Double> RATE = GateTypes.PART.as(Number::doubleValue);
  private static final ScalarType<Double> RUN_LENGTH = ScalarType.number(
          "a number of calls from 1 to 1000000000000")
      .where(calls -> calls >= 1 && calls <= 1e12);

  private final Section section;
  private final Problems problems;

  LiveRolloutSection(Section section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  /**
   * Returns a function that adds these settings to a plan, and throws
   * {@link IllegalArgumentException} if the plan does not suit live calls.
   */
  Function<Plan, LivePlan> read(PlannedSteps steps) {
    var candidate = section.read("candidate", SplitTypes.VERSION);
    var windows = section.readAll("advanceWindows", WINDOW);
    var approvals = approvals(steps);
    var shadow = shadow();
    var fallback = fallback();
    var promotion = promotion(section.child("postPromotion", PROMOTION_KEYS));
    var cooldown =
        section.read("cooldownAfterRollback", GateTypes.TIME_OR_NONE).orElse(UNSET.cooldown());
    return plan -> new LivePlan(
        plan,
        candidate.map(OptionalLong::of).orElseGet(OptionalLong::empty),
        windows,
        approvals,
        shadow,
        fallback,
        promotion,
        cooldown);
  }

  private SortedSet<Share> approvals(PlannedSteps steps) {
    var approvals = new TreeSet<Share>();
    for (var item : section.items(APPROVALS)) {
      section.read(APPROVALS, item, SplitTypes.SHARE).ifPresent(share -> {
        steps.check(APPROVALS, share, item, problems);
        approvals.add(share);
      });
    }
    return approvals;
  }

  private Optional<Shadowing> shadow() {
    if (section.node("shadow").isEmpty()) {
      return Optional.empty();
    }
    var unset = Shadowing.DEFAULT;
    var block = section.child("shadow", SHADOW_KEYS);
    var fraction = block.read("fraction", GateTypes.PART).orElse(unset.fraction());
    long minCalls = block.read("minCalls", RolloutSection.COUNT).orElse(unset.minCalls());
    double maxCpu = block.read("maxCpu", RATE).orElse(unset.maxCpu());
    boolean pairLabels = block.read("pairLabels", ScalarType.yesOrNo()).orElse(unset.pairLabels());
    var duration = block.read("duration", GateTypes.TIME_OR_NONE).orElse(unset.duration());
    return Optional.of(new Shadowing(fraction, minCalls, maxCpu, pairLabels, duration));
  }

  private Optional<Fallback> fallback() {
    if (section.node("fallbackToStable").isEmpty()) {
      return Optional.empty();
    }
    var unset = Fallback.DEFAULT;
    var block = section.child("fallbackToStable", FALLBACK_KEYS);
    boolean onError = block.read("onError", ScalarType.yesOrNo()).orElse(true);
    var budget = block.read("budget", GateTypes.TIME).orElse(unset.budget());
    double maxRate = block.read("maxRate", RATE).orElse(unset.maxRate());
    return onError ? Optional.of(new Fallback(budget, maxRate)) : Optional.empty();
  }

  private static Promotion promotion(Section block) {
    var unset = UNSET.promotion();
    var arl = block.read("arl", RUN_LENGTH).map(OptionalDouble::of).orElse(unset.arl());
    return new Promotion(
        block.read("watch", GateTypes.TIME_OR_NONE).orElse(unset.watch()),
        block.read("keepOldFor", GateTypes.TIME_OR_NONE).orElse(unset.keepOldFor()),
        arl);
  }
}
