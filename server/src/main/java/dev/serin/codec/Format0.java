package dev.serin.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.control.Revision;
import dev.serin.state.v1.AdvanceWindow;
import dev.serin.state.v1.Fallback;
import dev.serin.state.v1.GateSettings;
import dev.serin.state.v1.GateState;
import dev.serin.state.v1.HarmCause;
import dev.serin.state.v1.Interval;
import dev.serin.state.v1.PauseReason;
import dev.serin.state.v1.Pieces;
import dev.serin.state.v1.Plan;
import dev.serin.state.v1.Promotion;
import dev.serin.state.v1.Rate;
import dev.serin.state.v1.RollbackCause;
import dev.serin.state.v1.RollbackCause.Act;
import dev.serin.state.v1.Rollout;
import dev.serin.state.v1.RolloutState;
import dev.serin.state.v1.Shadowing;
import dev.serin.state.v1.StepEvidence;
import dev.serin.state.v1.Terms;
import dev.serin.state.v1.VersionShare;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads revisions written before records had a format: the JSON of the records of that time, whose
 * names are spelled out here because they never change again. A null counts as missing: a bug of
 * that time wrote one in place of the default promotion.
 */
public final class Format0 {
  static final JsonMapper MAPPER = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private static final String QUALITY = "QualitySettings[";

  private Format0() {}

  /**
   * Returns the revision of a line.
   *
   * @throws UnreadableException if it is not a revision
   */
  public static Revision revision(byte[] line) {
    try {
      return RevisionCodec.decode(revision(MAPPER.readTree(new String(line, UTF_8))));
    } catch (RuntimeException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()), e);
    }
  }

  private static dev.serin.state.v1.Revision revision(JsonNode json) {
    var message = dev.serin.state.v1.Revision.newBuilder()
        .setModel(text(json, "model"))
        .setNumber(json.path("revision").asLong(0))
        .setTime(time(json, "time"))
        .setAuthor(text(json, "author"))
        .setReason(text(json, "reason"))
        .addAllSplit(shares(json.path("split")))
        .addAllPrevious(shares(json.path("previous")))
        .setStable(json.path("stable").asLong(0))
        .setSalt(text(json, "salt"))
        .addAllAbsent(longs(json.path("absent")))
        .addAllServed(longs(json.path("served")))
        .setFileHash(text(json, "fileHash"));
    json.path("intervals").properties().forEach(owner -> message.addPieces(pieces(owner)));
    if (has(json, "rollout")) {
      message.setRollout(rollout(json.path("rollout")));
    }
    return message.build();
  }

  private static List<VersionShare> shares(JsonNode json) {
    var shares = new ArrayList<VersionShare>();
    json.properties()
        .forEach(share -> shares.add(VersionShare.newBuilder()
            .setVersion(Long.parseLong(share.getKey()))
            .setShare(share.getValue().asString(""))
            .build()));
    return shares;
  }

  private static Pieces pieces(Map.Entry<String, JsonNode> owner) {
    var message = Pieces.newBuilder().setVersion(Long.parseLong(owner.getKey()));
    owner
        .getValue()
        .forEach(piece -> message.addIntervals(Interval.newBuilder()
            .setLow(piece.path(0).asString(""))
            .setHigh(piece.path(1).asString(""))));
    return message.build();
  }

  private static Rollout rollout(JsonNode json) {
    var evidence = new ArrayList<GateState>();
    json.path("evidence").forEach(gate -> evidence.add(gate(gate)));
    return Rollout.newBuilder()
        .setId(text(json, "id"))
        .setNumber(json.path("number").asLong(0))
        .setStable(json.path("stable").asLong(0))
        .setCandidate(json.path("candidate").asLong(0))
        .setSha256(text(json, "sha256"))
        .setStarted(time(json, "started"))
        .setPlan(plan(json.path("plan")))
        .setTerms(terms(json.path("terms")))
        .setState(state(json.path("state"), json.path("evidence")))
        .setShare(text(json, "share"))
        .setSince(time(json, "since"))
        .setPhase(json.path("phase").asLong(0))
        .setCrashes(json.path("crashes").asInt(0))
        .setRequestId(text(json, "requestId"))
        .addAllEvidence(evidence)
        .build();
  }

  private static RolloutState state(JsonNode json, JsonNode evidence) {
    var message = RolloutState.newBuilder()
        .setKind(RolloutState.Kind.valueOf(text(json, "name")))
        .setDetail(text(json, "detail"))
        .setStep(json.path("step").asInt(0))
        .setApproved(json.path("approved").asBoolean(false))
        .setAverageRunLength(number(json.path("averageRunLength")));
    var pause = text(json, "pause");
    if (!pause.isEmpty()) {
      message.setPause(PauseReason.valueOf(pause));
    }
    if (message.getKind() == RolloutState.Kind.ROLLED_BACK) {
      message.setRollback(rollback(message.getDetail(), evidence));
    }
    return message.build();
  }

  /** Returns the cause from the sentences of that time, which are parsed only here. */
  private static RollbackCause rollback(String detail, JsonNode evidence) {
    for (var gate : evidence) {
      var name = text(gate, "gate");
      if (detail.startsWith(name + ": ")) {
        return RollbackCause.newBuilder()
            .setAct(Act.HARM)
            .setGate(gateId(name))
            .setCause(cause(name, detail))
            .build();
      }
    }
    return RollbackCause.newBuilder().setAct(act(detail)).build();
  }

  private static Act act(String detail) {
    if (detail.startsWith("aborted by hand")) {
      return Act.ABORTED;
    } else if (detail.startsWith("replaced by hand")) {
      return Act.REPLACED;
    } else if (detail.startsWith("the split was set")) {
      return Act.SPLIT;
    }
    return detail.startsWith("the gateway ended without closing") ? Act.CRASHED : Act.UNKNOWN;
  }

  private static HarmCause cause(String gate, String detail) {
    return switch (gate) {
      case "errors", "shadow.errors" -> HarmCause.MORE_ERRORS;
      case "errors.slo", "shadow.errors.slo", "watch.errors" -> HarmCause.TOO_MANY_ERRORS;
      case "latency.slo", "watch.latency" -> HarmCause.TOO_SLOW;
      case "quality" -> HarmCause.WORSE;
      case "coverage" -> HarmCause.LABELS_DIFFER;
      case "srm" -> HarmCause.USERS_DIFFER;
      case "service.slo" -> HarmCause.SERVICE_TOO_SLOW;
      case "service.stable" -> HarmCause.STABLE_SLOWED;
      case "watch.change" ->
        detail.contains("failing") ? HarmCause.FAILS_MORE_OFTEN : HarmCause.SLOW_MORE_OFTEN;
      default -> HarmCause.SLOWER;
    };
  }

  private static dev.serin.state.v1.GateId gateId(String name) {
    var message = dev.serin.state.v1.GateId.newBuilder();
    var quantile = "latency.q";
    if (name.startsWith(quantile)) {
      return message
          .setKind(dev.serin.state.v1.GateId.Kind.LATENCY_RELATIVE)
          .setQuantile(
              Fields.decimal(name.substring(quantile.length())).movePointLeft(2).toPlainString())
          .build();
    }
    return message.setKind(kind(name)).build();
  }

  private static dev.serin.state.v1.GateId.Kind kind(String name) {
    return switch (name) {
      case "errors" -> dev.serin.state.v1.GateId.Kind.ERRORS;
      case "errors.slo" -> dev.serin.state.v1.GateId.Kind.ERRORS_SLO;
      case "latency.slo" -> dev.serin.state.v1.GateId.Kind.LATENCY_SLO;
      case "quality" -> dev.serin.state.v1.GateId.Kind.QUALITY;
      case "coverage" -> dev.serin.state.v1.GateId.Kind.COVERAGE;
      case "srm" -> dev.serin.state.v1.GateId.Kind.SRM;
      case "service.slo" -> dev.serin.state.v1.GateId.Kind.SERVICE_SLO;
      case "service.stable" -> dev.serin.state.v1.GateId.Kind.SERVICE_STABLE;
      case "shadow.errors" -> dev.serin.state.v1.GateId.Kind.SHADOW_ERRORS;
      case "shadow.errors.slo" -> dev.serin.state.v1.GateId.Kind.SHADOW_ERRORS_SLO;
      case "watch.errors" -> dev.serin.state.v1.GateId.Kind.WATCH_ERRORS;
      case "watch.latency" -> dev.serin.state.v1.GateId.Kind.WATCH_LATENCY;
      case "watch.change" -> dev.serin.state.v1.GateId.Kind.WATCH_CHANGE;
      default -> throw new IllegalArgumentException("gate: " + name);
    };
  }

  private static GateState gate(JsonNode json) {
    var message = GateState.newBuilder()
        .setGate(gateId(text(json, "gate")))
        .setAnswer(
            switch (text(json, "verdict")) {
              case "harm" -> GateState.Answer.HARM;
              case "ok" -> GateState.Answer.OK;
              case "undecided" -> GateState.Answer.UNDECIDED;
              default -> throw new IllegalArgumentException("verdict: " + text(json, "verdict"));
            })
        .setLogE(number(json.path("logE")))
        .setLogThreshold(number(json.path("logThreshold")))
        .setStable(rate(json.path("stable")))
        .setCanary(rate(json.path("canary")));
    if (has(json, "okLogE")) {
      message.setOkLogE(number(json.path("okLogE")));
    }
    return message.build();
  }

  private static Rate rate(JsonNode json) {
    return Rate.newBuilder()
        .setObservations(json.path("observations").asLong(0))
        .setSum(number(json.path("sum")))
        .build();
  }

  private static Plan plan(JsonNode json) {
    var plan = json.path("plan");
    var message = Plan.newBuilder()
        .setMinCanaryCalls(plan.path("minimum").path("canaryCalls").asLong(0))
        .setMinCanaryUsers(plan.path("minimum").path("canaryUsers").asLong(0))
        .setMinLabelsPerRole(plan.path("minimum").path("labelsPerRole").asLong(0))
        .setBake(duration(plan, "bake"))
        .setStepTimeout(duration(plan, "stepTimeout"))
        .setCooldown(duration(json, "cooldown"));
    plan.path("steps").forEach(step -> message.addSteps(step.asString("")));
    plan.path("evidence")
        .properties()
        .forEach(step -> message.addEvidence(StepEvidence.newBuilder()
            .setStep(step.getKey())
            .setNeed(StepEvidence.Need.valueOf(step.getValue().asString("")))));
    if (has(json, "candidate")) {
      message.setCandidate(json.path("candidate").asLong(0));
    }
    json.path("windows").forEach(window -> message.addWindows(window(window)));
    json.path("approvals").forEach(step -> message.addApprovals(step.asString("")));
    if (has(json, "shadow")) {
      message.setShadow(shadow(json.path("shadow")));
    }
    if (has(json, "fallback")) {
      message.setFallback(Fallback.newBuilder()
          .setBudget(duration(json.path("fallback"), "budget"))
          .setMaxRate(number(json.path("fallback").path("maxRate"))));
    }
    if (has(json, "promotion")) {
      message.setPromotion(promotion(json.path("promotion")));
    }
    return message.build();
  }

  private static AdvanceWindow window(JsonNode json) {
    return AdvanceWindow.newBuilder()
        .setFirstDay(day(json, "first"))
        .setLastDay(day(json, "last"))
        .setFromMinute(json.path("fromMinute").asInt(0))
        .setToMinute(json.path("toMinute").asInt(0))
        .setZone(text(json, "zone"))
        .build();
  }

  private static int day(JsonNode json, String name) {
    return java.time.DayOfWeek.valueOf(text(json, name)).getValue();
  }

  private static Shadowing shadow(JsonNode json) {
    return Shadowing.newBuilder()
        .setFraction(decimal(json, "fraction"))
        .setMinCalls(json.path("minCalls").asLong(0))
        .setMaxCpu(number(json.path("maxCpu")))
        .setPairLabels(json.path("pairLabels").asBoolean(false))
        .setDuration(duration(json, "duration"))
        .build();
  }

  private static Promotion promotion(JsonNode json) {
    var message = Promotion.newBuilder()
        .setWatch(duration(json, "watch"))
        .setKeepOldFor(duration(json, "keepOldFor"));
    if (has(json, "arl")) {
      message.setAverageRunLength(number(json.path("arl")));
    }
    return message.build();
  }

  private static Terms terms(JsonNode json) {
    return Terms.newBuilder()
        .setGates(gates(json.path("gates")))
        .setBinary(json.path("binary").asBoolean(false))
        .setQuality(quality(text(json, "quality")))
        .build();
  }

  /** Returns the text in the brackets: the loss was once written as the text of its record. */
  private static String quality(String text) {
    return text.startsWith(QUALITY) ? text.substring(QUALITY.length(), text.length() - 1) : text;
  }

  private static GateSettings gates(JsonNode json) {
    var errors = json.path("errors");
    var latency = json.path("latency");
    var quality = json.path("quality");
    var service = json.path("service");
    var modes = json.path("modes");
    var relative = GateSettings.RelativeList.newBuilder();
    latency
        .path("relative")
        .forEach(each -> relative.addEach(GateSettings.Relative.newBuilder()
            .setQ(decimal(each, "q"))
            .setMaxRatio(number(each.path("maxRatio")))
            .setShare(decimal(each, "share"))));
    var message = GateSettings.newBuilder()
        .setAlphaRollback(number(json.path("alphaRollback")))
        .setAlphaPromote(number(json.path("alphaPromote")))
        .setCapObservations(json.path("cap").path("observations").asInt(0))
        .setCapWindow(duration(json.path("cap"), "window"))
        .setErrors(GateSettings.Errors.newBuilder()
            .setWeight(decimal(errors, "weight"))
            .setOddsRatio(number(errors.path("oddsRatio")))
            .setSlo(number(errors.path("slo")))
            .setAbsFloor(number(errors.path("absFloor")))
            .setOkOddsRatio(number(errors.path("okOddsRatio")))
            .setOkAbs(number(errors.path("okAbs"))))
        .setLatency(GateSettings.Latency.newBuilder()
            .setWeight(decimal(latency, "weight"))
            .setRelative(relative)
            .setFloor(duration(latency, "floor")))
        .setQuality(GateSettings.Quality.newBuilder()
            .setWeight(decimal(quality, "weight"))
            .setHarmMargin(number(quality.path("harmMargin")))
            .setOkMargin(number(quality.path("okMargin")))
            .setRequired(quality.path("required").asBoolean(true))
            .setLabelHorizon(duration(quality, "labelHorizon"))
            .setCohort(duration(quality, "cohort"))
            .setLabelTimeout(duration(quality, "labelTimeout"))
            .setStrict(quality.path("strict").asBoolean(false)))
        .setService(GateSettings.Service.newBuilder()
            .setStableSlowdownRatio(number(service.path("stableSlowdownRatio"))))
        .setSrmAlpha(number(json.path("srmAlpha")))
        .setSrmConcentration(number(json.path("srmConcentration")))
        .setModes(GateSettings.Modes.newBuilder()
            .setErrors(GateSettings.Mode.valueOf(text(modes, "errors")))
            .setLatency(GateSettings.Mode.valueOf(text(modes, "latency")))
            .setQuality(GateSettings.Mode.valueOf(text(modes, "quality")))
            .setService(GateSettings.Mode.valueOf(text(modes, "service"))));
    if (has(latency, "slo")) {
      message.getLatencyBuilder().setSlo(slo(latency.path("slo")));
    }
    if (has(service, "slo")) {
      message.getServiceBuilder().setSlo(slo(service.path("slo")));
    }
    return message.build();
  }

  private static GateSettings.Slo slo(JsonNode json) {
    return GateSettings.Slo.newBuilder()
        .setQ(decimal(json, "q"))
        .setLimit(duration(json, "limit"))
        .setShare(decimal(json, "share"))
        .build();
  }

  static boolean has(JsonNode json, String name) {
    return json.hasNonNull(name);
  }

  static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private static String decimal(JsonNode json, String name) {
    return json.path(name).decimalValue().toString();
  }

  /** Numbers that are not finite were written as text. */
  static double number(JsonNode json) {
    return json.isString() ? Double.parseDouble(json.stringValue()) : json.asDouble(0);
  }

  private static List<Long> longs(JsonNode json) {
    var numbers = new ArrayList<Long>();
    json.forEach(number -> numbers.add(number.asLong(0)));
    return numbers;
  }

  private static Timestamp time(JsonNode json, String name) {
    return Fields.timestamp(Instant.parse(text(json, name)));
  }

  private static Duration duration(JsonNode json, String name) {
    return Fields.duration(java.time.Duration.parse(text(json, name)));
  }
}
