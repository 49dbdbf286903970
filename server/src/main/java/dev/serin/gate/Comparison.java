package dev.serin.gate;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateId.Kind;
import dev.serin.gate.Trial.Phase;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares a canary with its stable: takes calls and labels, and keeps the evidence.
 *
 * <p>Calls are added in order of arrival and labels in order of theirs, and nothing depends on how
 * often {@link #tick} is called. Confined to one thread, but for {@link #covers}.
 */
public final class Comparison {
  /** How many latencies from before the first step are used; earlier ones are forgotten. */
  public static final int LATENCIES_BEFORE = QuantileWindow.SIZE;

  private final GateSettings settings;
  private final Evidence evidence;
  private final Gates gates;
  private final CallGates calls;
  private final LabelGates labels;
  private final SampleRatioGate sampleRatio;
  private final Optional<ShadowGates> shadow;
  private @Nullable WatchGates watch;
  private int alarms;
  private volatile @Nullable CallWindow window;
  private @Nullable CallWindow formerWindow;

  /**
   * Begins a comparison.
   *
   * @param losses the values that a loss can have
   */
  public Comparison(GateSettings settings, LossScale losses) {
    this(settings, losses, new Evidence());
  }

  /** Continues a comparison from its evidence. */
  public Comparison(GateSettings settings, LossScale losses, Evidence evidence) {
    this.settings = settings;
    this.evidence = evidence.copy();
    gates = new Gates(settings, losses);
    calls = new CallGates(this.evidence, settings);
    labels = new LabelGates(this.evidence, settings, losses);
    sampleRatio = new SampleRatioGate(this.evidence, settings);
    shadow = PhaseMarks.start(this.evidence, Phase.SHADOW)
        .map(start -> new ShadowGates(this.evidence, settings, start));
    this.evidence.step().ifPresent(this::resume);
  }

  /** Adds the latency of a stable call from before the first step. */
  public void before(long latencyNanos) {
    calls.before(latencyNanos);
  }

  /** Begins the next step. */
  public void begin(Step step) {
    begin(step, true);
  }

  /**
   * Begins the next step.
   *
   * @param alone whether the two versions have all users; if others have some too, it is not known
   *     from the share where a user belongs, and the sample ratio is not checked
   */
  public void begin(Step step, boolean alone) {
    advance(step.startMillis());
    evidence.begin(step);
    calls.begin(step, step.startMillis());
    sampleRatio.begin(step, alone);
    formerWindow = window;
    window = window(step, 0);
  }

  /**
   * Begins to watch the canary, which has become stable, unless that has begun; the comparison is
   * over.
   *
   * @return the revision with which the watch began
   */
  public long watch(long revision, long millis, OptionalDouble averageRunLength) {
    if (watch == null) {
      PhaseMarks.begin(evidence, Phase.WATCH, revision, millis);
      watch = new WatchGates(evidence, settings, averageRunLength);
    }
    return PhaseMarks.start(evidence, Phase.WATCH).orElseThrow().revision();
  }

  /**
   * Whether label coverage counts the next prediction for a user: to be asked once for each, when
   * it is made. Thread-safe.
   */
  public boolean covers(long user) {
    var open = window;
    return open != null && open.admits(user, CallWindow.COVERAGE, settings.cap().observations());
  }

  /** Adds a call that was routed in a step; what it took and how it ended counts for two steps. */
  public void call(int step, Call call) {
    advance(call.timeMillis());
    var found = windowOf(step);
    if (found != null) {
      if (call.result() != Result.EXCLUDED || call.abandoned()) {
        sampleRatio.add(step, call);
      }
      calls.call(step, call, found);
    }
    predicted(step, call);
  }

  /** Adds whether the caller of a call that was pending waited, at the time when that is known. */
  public void settled(int step, Call call, long millis) {
    advance(millis);
    var found = windowOf(step);
    if (found != null) {
      calls.settled(step, call, found, millis);
    }
  }

  /** Adds the end of a call that was pending, at this time. */
  public void ended(int step, Call call, long millis) {
    advance(millis);
    var found = windowOf(step);
    if (found != null) {
      calls.ended(step, call, found, millis);
    }
    predicted(step, call);
  }

  /** Adds the label of a prediction that was made in a step. */
  public void label(int step, Label label) {
    advance(label.arrivalMillis());
    evidence.step(step).ifPresent(known -> labels.label(known, label));
  }

  /** Adds a copy of a call, if the trial began with a shadow. */
  public void add(Shadowed copy) {
    shadow.ifPresent(gates -> gates.add(copy));
  }

  /** Adds a label about both answers to a call, if the trial began with a shadow. */
  public void add(ShadowLabel label) {
    advance(label.timeMillis());
    labels.pair(label);
  }

  /** Adds a call of the canary since it is watched. */
  public void watched(Call call) {
    if (watch != null) {
      watch.call(call);
    }
  }

  /** Adds the end of a watched call that was pending, at this time. */
  public void watchedEnded(Call call, long millis) {
    if (watch != null) {
      watch.ended(call, millis);
    }
  }

  /** Closes what ended by this time: everything up to and including it has been added. */
  public void tick(long millis) {
    advance(millis);
    calls.note();
    if (watch != null) {
      watch.note();
    }
  }

  /** Closes what is open at this time, after which nothing was added for long. */
  public void stalled(long millis) {
    calls.close(millis);
    shadow.ifPresent(gates -> gates.close(millis));
  }

  /** How long a call may run before it is slow for every gate; empty if there is no limit yet. */
  public OptionalLong slowNanos() {
    return calls.slowNanos();
  }

  /** Whether an alarm was raised since the last call of this method. */
  public boolean alarmed() {
    int before = alarms;
    alarms = evidence.raised();
    return alarms > before;
  }

  /** Returns the evidence as it is now. */
  public Evidence evidence() {
    return evidence.copy();
  }

  /** Returns the verdicts on the evidence as it is now. */
  public Judgement judge(long millis) {
    return gates.judge(evidence, millis);
  }

  /** Returns the report on a trial in its phase; empty if that has not begun. */
  public Optional<TrialReport> report(Trial trial, long millis) {
    var closed = evidence.closed();
    var copies = closed.numbers(Series.COPIES).total();
    return Progress.of(closed, trial.phase(), millis)
        .map(progress -> new TrialReport(
            trial,
            progress.step().revision(),
            judge(trial.phase(), millis),
            progress,
            Rate.of(copies[0], copies[1])));
  }

  /** Returns the verdicts of a phase. */
  public Judgement judge(Phase phase, long millis) {
    return gates.judge(phase, evidence, millis);
  }

  /**
   * Takes back the alarms that pause in a phase; their evidence starts over. Where labels could not
   * be compared, those about predictions of cohorts that began before this time count for nothing.
   */
  public void acknowledge(Phase phase, long millis) {
    calls.close(millis);
    shadow.ifPresent(gates -> gates.close(millis));
    for (var harm : judge(phase, millis).pausing()) {
      Gates.alarms(harm).forEach(evidence::restart);
      if (harm.gate().kind() == Kind.COVERAGE) {
        labels.restart(millis);
      } else if (harm.gate().kind() == Kind.SRM) {
        sampleRatio.restart();
      }
    }
  }

  private void predicted(int step, Call call) {
    if (call.covered() && call.result() == Result.OK) {
      evidence
          .step(step)
          .ifPresent(known -> labels.predicted(known, call.timeMillis(), call.role()));
    }
  }

  /** Closes what ended at or before this time: nothing that comes at it can count there. */
  private void advance(long millis) {
    labels.advance(millis);
    var open = window;
    if (open != null && millis >= open.endMillis) {
      calls.close(open.endMillis);
      window = windowAt(millis);
    }
    calls.advance(millis);
    shadow.ifPresent(gates -> gates.advance(millis));
  }

  private CallWindow windowAt(long millis) {
    var step = evidence.step().orElseThrow();
    return window(
        step, Math.floorDiv(millis - step.startMillis(), settings.cap().window().toMillis()));
  }

  private CallWindow window(Step step, long index) {
    long length = settings.cap().window().toMillis();
    return new CallWindow(step.number(), index == 0, step.startMillis() + (index + 1) * length);
  }

  private @Nullable CallWindow windowOf(int step) {
    var open = window;
    if (open != null && open.step == step) {
      return open;
    }
    return formerWindow != null && formerWindow.step == step ? formerWindow : null;
  }

  /** Continues in a step; what the window that was open knew is forgotten. */
  private void resume(Step step) {
    calls.resume(step);
    window = window(step, 0);
  }
}
