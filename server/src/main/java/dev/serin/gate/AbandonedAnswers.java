package dev.serin.gate;

import dev.serin.gate.GateId.Kind;
import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.Gates.Answer;
import java.util.List;

/** Reads the verdicts on calls that their callers gave up out of the evidence. */
final class AbandonedAnswers {
  private AbandonedAnswers() {}

  /** Nothing where it is not known whether callers waited. */
  static List<Answer> of(GateSettings settings, Evidence evidence, long millis) {
    return settings.abandoned().stream()
        .map(abandoned -> answer(settings, abandoned, evidence, millis))
        .toList();
  }

  private static Answer answer(
      GateSettings settings, Abandoned abandoned, Evidence evidence, long millis) {
    var compared = new FrequencyAnswer(evidence, Frequency.abandoned(settings, abandoned));
    var found = compared.findings(
        GateId.of(Kind.ABANDONED), new Unit.Abandoned(), settings.alphaPromote(), List.of());
    var mode = abandoned.mode(settings.modes().abandoned());
    return compared.answer(found, mode, HarmCause.MORE_ABANDONED, millis);
  }
}
