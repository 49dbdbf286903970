package dev.serin.gate;

import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.gate.Verdict.Undecided;
import java.util.List;
import java.util.stream.Stream;

/**
 * Evidence to verdicts, by the settings.
 *
 * <p>Thread-safe: immutable.
 */
public final class Gates {
  private final GateSettings settings;
  private final LossScale losses;

  /**
   * Makes the gates of these settings.
   *
   * @param losses the values that a loss can have
   */
  public Gates(GateSettings settings, LossScale losses) {
    this.settings = settings;
    this.losses = losses;
  }

  /** Returns the verdicts on evidence at this time, in milliseconds since 1970. */
  public Judgement judge(Evidence evidence, long millis) {
    return judge(Phase.SPLIT, evidence, millis);
  }

  /** Returns the verdicts that count in a phase. */
  Judgement judge(Phase phase, Evidence evidence, long millis) {
    var closed = evidence.closed();
    return switch (phase) {
      case SHADOW ->
        judgement(Stream.of(
            new ErrorAnswers(settings, closed, phase, millis).answers(),
            List.of(new LabelAnswers(settings, losses, closed, millis).paired())));
      case SPLIT ->
        judgement(Stream.of(
            new ErrorAnswers(settings, closed, phase, millis).answers(),
            new LatencyAnswers(settings, closed, millis).answers(),
            AbandonedAnswers.of(settings, closed, millis),
            new LabelAnswers(settings, losses, closed, millis).answers(),
            new ServiceAnswers(settings, closed).answers()));
      case WATCH -> judgement(Stream.of(new WatchAnswers(settings, closed).answers()));
    };
  }

  private static Judgement judgement(Stream<List<Answer>> parts) {
    var answers = parts.flatMap(List::stream).toList();
    return new Judgement(
        answers.stream().map(Answer::verdict).toList(),
        names(answers.stream().filter(Answer::near)),
        names(answers.stream().filter(Answer::unproved)));
  }

  /** The alarms behind what a gate found, by which its numbers go too. */
  static List<Alarm> alarms(Harm harm) {
    return switch (harm.cause()) {
      // What the quality gate knows of labels that fit stays.
      case LABELS_OUTSIDE, PREDICTIONS_OUTSIDE -> List.of(Alarm.MISMATCH);
      default -> alarms(harm.gate());
    };
  }

  private static List<Alarm> alarms(GateId gate) {
    return switch (gate.kind()) {
      case ERRORS -> Frequency.alarms(Alarm.ERRORS);
      case ERRORS_SLO -> List.of(Alarm.ERRORS_SLO, Alarm.STABLE_ERRORS_SLO);
      case LATENCY_RELATIVE -> List.of(Alarm.latency(gate.quantile().orElseThrow()));
      case LATENCY_SLO -> List.of(Alarm.LATENCY_SLO, Alarm.STABLE_SLOWER);
      case ABANDONED -> Frequency.alarms(Alarm.ABANDONED);
      case QUALITY -> List.of(Alarm.QUALITY);
      case COVERAGE -> List.of(Alarm.COVERAGE);
      case SRM -> List.of(Alarm.SRM, Alarm.MISPLACED);
      case SERVICE_SLO -> List.of(Alarm.SERVICE_SLO);
      case SERVICE_STABLE -> List.of(Alarm.SERVICE_STABLE);
      case SHADOW_ERRORS -> Frequency.alarms(Alarm.ERRORS.in(Phase.SHADOW));
      case SHADOW_ERRORS_SLO ->
        List.of(Alarm.ERRORS_SLO.in(Phase.SHADOW), Alarm.STABLE_ERRORS_SLO.in(Phase.SHADOW));
      case WATCH_ERRORS -> List.of(Alarm.WATCH_ERRORS);
      case WATCH_LATENCY -> List.of(Alarm.WATCH_LATENCY);
      case WATCH_CHANGE -> List.of(Alarm.WATCH_CHANGE);
    };
  }

  private static List<GateId> names(Stream<Answer> answers) {
    return answers.map(answer -> answer.verdict().gate()).toList();
  }

  /**
   * A verdict and what it means for a raise.
   *
   * @param near whether it is enforced and close to harm
   * @param unproved whether it has to prove the canary fine and has not
   */
  record Answer(Verdict verdict, boolean near, boolean unproved) {

    /** Answers for a gate without alarm. */
    static Answer of(Findings findings, Mode mode, List<Need> needs) {
      boolean enforced = mode == Mode.ENFORCE;
      var verdict = findings.proved() ? new Ok(findings) : new Undecided(findings, needs);
      boolean unproved = enforced && findings.okLogE().isPresent() && !findings.proved();
      return new Answer(verdict, enforced && findings.near(), unproved);
    }

    /** Answers for a gate whose E reached its threshold. */
    static Answer harm(
        Findings findings, Consequence consequence, long since, HarmCause cause, double bound) {
      boolean rollback = consequence == Consequence.ROLLBACK;
      boolean unproved = rollback && findings.okLogE().isPresent() && !findings.proved();
      return new Answer(
          new Harm(findings.reached(), consequence, since, cause, bound), rollback, unproved);
    }

    static Consequence consequence(Mode mode) {
      return switch (mode) {
        case ENFORCE -> Consequence.ROLLBACK;
        case SIGNAL -> Consequence.PAUSE;
        case DRY_RUN -> Consequence.NONE;
      };
    }
  }
}
