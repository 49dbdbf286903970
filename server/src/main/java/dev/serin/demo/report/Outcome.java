package dev.serin.demo.report;

import dev.serin.client.GateVerdict.Evidence;
import dev.serin.demo.Played;
import dev.serin.demo.chart.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an act ended, in words and in a colour. */
final class Outcome {
  private final Played played;

  Outcome(Played played) {
    this.played = played;
  }

  Ink ink() {
    return switch (played.rollout().state()) {
      case PROMOTED, COMPLETED -> Ink.GOOD;
      case ROLLED_BACK, REJECTED -> Ink.BAD;
      case PREFLIGHT, SHADOW, RAMPING, PAUSED, UNKNOWN -> Ink.MUTED;
    };
  }

  /** Returns a word or two, such as {@code rolled back}. */
  String word() {
    return switch (played.rollout().state()) {
      case PROMOTED, COMPLETED -> "promoted";
      case PREFLIGHT, SHADOW, RAMPING, PAUSED, ROLLED_BACK, REJECTED, UNKNOWN ->
        played.rollout().state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /** Returns when and by what. */
  String line() {
    return word() + " after " + Numbers.duration(played.after())
        + played.cause().map(cause -> " by " + cause).orElse("");
  }

  /** Returns all measurements of the end, in sentences. */
  List<String> sentences() {
    var sentences = new ArrayList<String>();
    sentences.add("after " + Numbers.duration(played.after()) + " at a share of "
        + Numbers.percent(played.share())
        + played
            .gate()
            .map(gate -> ", by the gate " + gate + against(gate))
            .or(() -> played.cause().map(cause -> ": " + played.rollout().detail()))
            .orElse("")
        + ".");
    proof()
        .ifPresent(proof -> sentences.add("Quality is proven: the candidate is not worse by "
            + margin() + " (E = " + Numbers.evidence(proof.log10E()) + ", needed "
            + Numbers.evidence(proof.log10Threshold()) + ")."));
    sentences.add("Until then version " + played.canary().version() + " answered "
        + Numbers.count(played.canary().calls()) + " calls of "
        + Numbers.count(played.canary().users()) + " viewers.");
    if (played.failures() > 0) {
      sentences.add(Numbers.count(played.failures()) + " calls got no answer.");
    }
    return sentences;
  }

  private String against(String gate) {
    return Seen.decisive(played, gate)
        .map(harm -> ": E = " + Numbers.evidence(harm.log10E()) + " against a threshold of "
            + Numbers.evidence(harm.log10Threshold()))
        .orElse("");
  }

  /** The last proof that quality is OK, if the candidate was not rolled back. */
  private Optional<Evidence> proof() {
    if (played.cause().isPresent()) {
      return Optional.empty();
    }
    return played.statuses().stream()
        .flatMap(status -> Seen.quality(status).stream())
        .flatMap(gate -> gate.ok().stream())
        .filter(ok -> ok.log10E() >= ok.log10Threshold())
        .reduce((before, after) -> after);
  }

  private String margin() {
    return Seen.limits(played)
        .map(limits -> Numbers.plain(Numbers.PERCENT * limits.qualityMargin()) + " pp")
        .orElse("its margin");
  }
}
