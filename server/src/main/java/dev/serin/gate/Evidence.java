package dev.serin.gate;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Trial.Phase;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The evidence about a canary beside its stable: counts, sums and log-wealth by step, which add
 * across threads, replicas and restarts; what is open still; and when which alarm went off.
 *
 * <p>Other packages get copies that never change; the gates keep adding to their own.
 */
public final class Evidence {
  private final NavigableMap<Integer, Step> steps = new TreeMap<>();
  private final NavigableMap<String, PerStep> numbers = new TreeMap<>();
  private final NavigableMap<String, double[]> cohorts = new TreeMap<>();
  private final NavigableMap<String, Long> marks = new TreeMap<>();
  private final NavigableMap<String, Long> alarms = new TreeMap<>();
  private int raised;

  /** Makes evidence of nothing. */
  public Evidence() {}

  /**
   * Returns evidence from its parts, which are copied.
   *
   * @param numbers the rows of each kind of number, from step 1 on
   * @param cohorts what is known of predictions whose labels still count
   * @param marks what stands instead of adding up, such as the latencies in nanoseconds that others
   *     are compared with
   * @param alarms when each alarm went off, in milliseconds since 1970
   */
  public static Evidence of(
      Collection<Step> steps,
      Map<String, List<double[]>> numbers,
      Map<String, double[]> cohorts,
      Map<String, Long> marks,
      Map<String, Long> alarms) {
    var evidence = new Evidence();
    steps.forEach(evidence::begin);
    numbers.forEach((name, rows) -> {
      if (!rows.isEmpty()) {
        evidence.numbers.put(name, PerStep.of(rows.get(0).length, rows));
      }
    });
    cohorts.forEach((name, row) -> evidence.cohorts.put(name, row.clone()));
    evidence.marks.putAll(marks);
    evidence.alarms.putAll(alarms);
    evidence.raised = alarms.size();
    return evidence;
  }

  /** Returns the evidence of a trial that begins with a shadow at this time. */
  public static Evidence ofShadow(long revision, long millis) {
    var evidence = new Evidence();
    PhaseMarks.begin(evidence, Phase.SHADOW, revision, millis);
    return evidence;
  }

  /** The steps, in order. */
  public List<Step> steps() {
    return List.copyOf(steps.values());
  }

  /** The rows of each kind of number, from step 1 on; copies. */
  public NavigableMap<String, List<double[]>> numbers() {
    var rows = new TreeMap<String, List<double[]>>();
    numbers.forEach((name, kept) -> rows.put(name, kept.rows()));
    return rows;
  }

  /** What is known of predictions whose labels still count; copies. */
  public NavigableMap<String, double[]> cohorts() {
    var rows = new TreeMap<String, double[]>();
    cohorts.forEach((name, row) -> rows.put(name, row.clone()));
    return rows;
  }

  /** What stands instead of adding up. */
  public NavigableMap<String, Long> marks() {
    return Collections.unmodifiableNavigableMap(new TreeMap<>(marks));
  }

  /** When each alarm went off, in milliseconds since 1970. */
  public NavigableMap<String, Long> alarms() {
    return Collections.unmodifiableNavigableMap(new TreeMap<>(alarms));
  }

  /** Returns this evidence and that of other calls of the same steps together. */
  public Evidence plus(Evidence other) {
    var sum = copy();
    other.steps.forEach(sum.steps::putIfAbsent);
    other.numbers.forEach(
        (name, kept) -> sum.numbers(new Series(name, kept.width())).add(kept));
    other.cohorts.forEach((name, row) -> PerStep.add(sum.cohort(name, row.length), row));
    other.marks.forEach(sum.marks::putIfAbsent);
    other.alarms.forEach((name, millis) -> sum.alarms.merge(name, millis, Math::min));
    return sum;
  }

  Evidence copy() {
    return of(steps.values(), numbers(), cohorts, marks, alarms);
  }

  /** Returns a copy without what is open, to read verdicts from. */
  Evidence closed() {
    return of(steps.values(), numbers(), Map.of(), marks, alarms);
  }

  void begin(Step step) {
    steps.put(step.number(), step);
  }

  /** The last step, if one has begun. */
  Optional<Step> step() {
    return steps.isEmpty() ? Optional.empty() : step(steps.lastKey());
  }

  Optional<Step> step(int number) {
    return Optional.ofNullable(steps.get(number));
  }

  /** The numbers of a series, to add to. */
  PerStep numbers(Series series) {
    return numbers.computeIfAbsent(series.name(), unused -> new PerStep(series.width()));
  }

  /** Forgets numbers that cannot be added to any more. */
  void forget(Series series) {
    numbers.remove(series.name());
  }

  /** What is known of a cohort, to add to. */
  double[] cohort(String name, int width) {
    return cohorts.computeIfAbsent(name, unused -> new double[width]);
  }

  void cohortEnded(String name) {
    cohorts.remove(name);
  }

  void mark(Mark mark, long value) {
    marks.put(mark.name(), value);
  }

  OptionalLong marked(Mark mark) {
    var value = marks.get(mark.name());
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Raises the alarm; no effect if already raised. */
  void alarm(Alarm alarm, long millis) {
    if (alarms.putIfAbsent(alarm.name(), millis) == null) {
      raised++;
    }
  }

  /** Takes an alarm back, and forgets what led to it. */
  void restart(Alarm alarm) {
    alarms.keySet().removeIf(alarm::matches);
    numbers.forEach((name, kept) -> {
      if (alarm.countsBy(name)) {
        kept.restart();
      }
    });
  }

  boolean alarmed(Alarm alarm) {
    return alarms.containsKey(alarm.name());
  }

  /** When an alarm that went off did so. */
  long alarmedMillis(Alarm alarm) {
    return requireNonNull(alarms.get(alarm.name()), alarm.name());
  }

  /** How many alarms went off by now, with those that were taken back. */
  int raised() {
    return raised;
  }
}
