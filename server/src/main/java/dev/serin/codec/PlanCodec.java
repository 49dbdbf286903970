package dev.serin.codec;

import static dev.serin.codec.Fields.decimal;
import static dev.serin.codec.Fields.duration;
import static dev.serin.codec.Fields.optional;

import dev.serin.rollout.AdvanceWindow;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Fallback;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.Plan;
import dev.serin.split.Share;
import dev.serin.state.v1.StepEvidence;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Converts plans. The constants are the values of fields missing in format 1; they never change.
 */
final class PlanCodec {
  private static final long MIN_CANARY_CALLS = 300;
  private static final long MIN_CANARY_USERS = 50;
  private static final long MIN_LABELS_PER_ROLE = 100;
  private static final Duration BAKE = Duration.ofMinutes(10);
  private static final Duration STEP_TIMEOUT = Duration.ofHours(6);
  private static final Duration COOLDOWN = Duration.ofMinutes(30);
  private static final BigDecimal SHADOW_FRACTION = new BigDecimal("0.02");
  private static final long SHADOW_MIN_CALLS = 200;
  private static final double SHADOW_MAX_CPU = 0.7;
  private static final Duration SHADOW_DURATION = Duration.ofMinutes(5);
  private static final Duration FALLBACK_BUDGET = Duration.ofMillis(50);
  private static final double FALLBACK_MAX_RATE = 0.2;
  private static final Duration WATCH = Duration.ofHours(1);
  private static final Duration KEEP_OLD_FOR = Duration.ofHours(24);

  private PlanCodec() {}

  static dev.serin.state.v1.Plan encode(LivePlan live) {
    var plan = live.plan();
    var message = dev.serin.state.v1.Plan.newBuilder()
        .addAllSteps(plan.steps().stream().map(Share::toString).toList())
        .setMinCanaryCalls(plan.minimum().canaryCalls())
        .setMinCanaryUsers(plan.minimum().canaryUsers())
        .setMinLabelsPerRole(plan.minimum().labelsPerRole())
        .setBake(duration(plan.bake()))
        .setStepTimeout(duration(plan.stepTimeout()))
        .addAllWindows(live.windows().stream().map(PlanCodec::encode).toList())
        .addAllApprovals(live.approvals().stream().map(Share::toString).toList())
        .setPromotion(encode(live.promotion()))
        .setCooldown(duration(live.cooldown()));
    plan.evidence()
        .forEach((step, need) -> message.addEvidence(
            StepEvidence.newBuilder().setStep(step.toString()).setNeed(encode(need))));
    live.candidate().ifPresent(message::setCandidate);
    live.shadow().map(PlanCodec::encode).ifPresent(message::setShadow);
    live.fallback().map(PlanCodec::encode).ifPresent(message::setFallback);
    return message.build();
  }

  static LivePlan decode(dev.serin.state.v1.Plan message) {
    var evidence = new TreeMap<Share, Plan.Requirement>();
    message
        .getEvidenceList()
        .forEach(step -> evidence.put(Fields.share(step.getStep()), decode(step.getNeed())));
    var plan = new Plan(
        message.getStepsList().stream().map(Fields::share).toList(),
        evidence,
        new Plan.Minimum(
            message.hasMinCanaryCalls() ? message.getMinCanaryCalls() : MIN_CANARY_CALLS,
            message.hasMinCanaryUsers() ? message.getMinCanaryUsers() : MIN_CANARY_USERS,
            message.hasMinLabelsPerRole() ? message.getMinLabelsPerRole() : MIN_LABELS_PER_ROLE),
        duration(message.hasBake(), message.getBake(), BAKE),
        duration(message.hasStepTimeout(), message.getStepTimeout(), STEP_TIMEOUT));
    return new LivePlan(
        plan,
        optional(message.hasCandidate(), message.getCandidate()),
        message.getWindowsList().stream().map(PlanCodec::decode).toList(),
        new TreeSet<>(message.getApprovalsList().stream().map(Fields::share).toList()),
        optional(message.hasShadow(), () -> decode(message.getShadow())),
        optional(message.hasFallback(), () -> decode(message.getFallback())),
        decode(message.getPromotion()),
        duration(message.hasCooldown(), message.getCooldown(), COOLDOWN));
  }

  private static StepEvidence.Need encode(Plan.Requirement need) {
    return switch (need) {
      case NO_HARM -> StepEvidence.Need.NO_HARM;
      case NON_INFERIOR -> StepEvidence.Need.NON_INFERIOR;
    };
  }

  private static Plan.Requirement decode(StepEvidence.Need need) {
    return switch (need) {
      case NO_HARM -> Plan.Requirement.NO_HARM;
      case NON_INFERIOR -> Plan.Requirement.NON_INFERIOR;
      case NEED_UNSPECIFIED, UNRECOGNIZED -> throw Fields.missing("evidence");
    };
  }

  private static dev.serin.state.v1.AdvanceWindow encode(AdvanceWindow window) {
    return dev.serin.state.v1.AdvanceWindow.newBuilder()
        .setFirstDay(window.first().getValue())
        .setLastDay(window.last().getValue())
        .setFromMinute(window.fromMinute())
        .setToMinute(window.toMinute())
        .setZone(window.zone().getId())
        .build();
  }

  private static AdvanceWindow decode(dev.serin.state.v1.AdvanceWindow message) {
    return new AdvanceWindow(
        DayOfWeek.of(message.getFirstDay()),
        DayOfWeek.of(message.getLastDay()),
        message.getFromMinute(),
        message.getToMinute(),
        ZoneId.of(message.getZone()));
  }

  private static dev.serin.state.v1.Shadowing encode(Shadowing shadow) {
    return dev.serin.state.v1.Shadowing.newBuilder()
        .setFraction(shadow.fraction().toString())
        .setMinCalls(shadow.minCalls())
        .setMaxCpu(shadow.maxCpu())
        .setPairLabels(shadow.pairLabels())
        .setDuration(duration(shadow.duration()))
        .build();
  }

  private static Shadowing decode(dev.serin.state.v1.Shadowing message) {
    return new Shadowing(
        message.hasFraction() ? decimal(message.getFraction()) : SHADOW_FRACTION,
        message.hasMinCalls() ? message.getMinCalls() : SHADOW_MIN_CALLS,
        message.hasMaxCpu() ? message.getMaxCpu() : SHADOW_MAX_CPU,
        !message.hasPairLabels() || message.getPairLabels(),
        duration(message.hasDuration(), message.getDuration(), SHADOW_DURATION));
  }

  private static dev.serin.state.v1.Fallback encode(Fallback fallback) {
    return dev.serin.state.v1.Fallback.newBuilder()
        .setBudget(duration(fallback.budget()))
        .setMaxRate(fallback.maxRate())
        .build();
  }

  private static Fallback decode(dev.serin.state.v1.Fallback message) {
    return new Fallback(
        duration(message.hasBudget(), message.getBudget(), FALLBACK_BUDGET),
        message.hasMaxRate() ? message.getMaxRate() : FALLBACK_MAX_RATE);
  }

  private static dev.serin.state.v1.Promotion encode(Promotion promotion) {
    var message = dev.serin.state.v1.Promotion.newBuilder()
        .setWatch(duration(promotion.watch()))
        .setKeepOldFor(duration(promotion.keepOldFor()));
    promotion.arl().ifPresent(message::setAverageRunLength);
    return message.build();
  }

  private static Promotion decode(dev.serin.state.v1.Promotion message) {
    return new Promotion(
        duration(message.hasWatch(), message.getWatch(), WATCH),
        duration(message.hasKeepOldFor(), message.getKeepOldFor(), KEEP_OLD_FOR),
        optional(message.hasAverageRunLength(), message.getAverageRunLength()));
  }
}
