package dev.serin.benchmarks.gates.streams;

import dev.serin.benchmarks.gates.rules.Rule;
import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Label;
import dev.serin.gate.Step;
import dev.serin.model.Role;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * The calls and labels of one rollout, drawn by chance and told to rules that watch it. Each user
 * stays with a version, and a larger share only moves users to the canary. Confined to one thread.
 */
public final class Traffic {
  /** The rollout begins at this time, in milliseconds since 1970. */
  private static final long START = 1_700_000_000_000L;

  private static final double NANOS_PER_MILLI = 1e6;

  private final Scenario scenario;
  private final RandomGenerator random;
  private final List<Watcher> watchers;
  private final PriorityQueue<Pending> labels =
      new PriorityQueue<>(Comparator.comparingLong(pending -> pending.label.arrivalMillis()));
  private int step;
  private double share;
  private long calls;
  private long canaryCalls;
  private long canaryLabels;

  private Traffic(Scenario scenario, RandomGenerator random, List<? extends Rule> rules) {
    this.scenario = scenario;
    this.random = random;
    this.watchers = rules.stream().map(Watcher::new).toList();
  }

  /** Plays a rollout until its end, or until all rules have stopped; returns when each did. */
  public static List<Stop> play(
      Scenario scenario, RandomGenerator random, List<? extends Rule> rules) {
    var traffic = new Traffic(scenario, random, rules);
    traffic.play();
    return traffic.watchers.stream().map(watcher -> watcher.stop).toList();
  }

  /** The same for rules that have names. */
  public static <K extends Enum<K>> Map<K, Stop> play(
      Scenario scenario, RandomGenerator random, EnumMap<K, Rule> rules) {
    var stops = play(scenario, random, List.copyOf(rules.values())).iterator();
    var byName = new EnumMap<K, Stop>(rules.keySet().iterator().next().getDeclaringClass());
    rules.keySet().forEach(name -> byName.put(name, stops.next()));
    return byName;
  }

  private void play() {
    long time = START - scenario.before().toMillis();
    time = playUntil(time, START);
    for (var phase : scenario.phases()) {
      long end = time + phase.length().toMillis();
      step++;
      share = phase.routed();
      var begun = new Step(step, step, time, phase.share());
      tell(time, rule -> rule.begin(begun));
      time = playUntil(time, end);
    }
    long last = time;
    tell(last, rule -> rule.tick(last));
  }

  /** Draws the calls up to a time; returns that time. */
  private long playUntil(long from, long end) {
    double gap = 1000 / scenario.callsPerSecond();
    double time = from + gap * random.nextExponential();
    while (time < end && !over()) {
      long millis = (long) time;
      arrive(millis);
      call(millis);
      time += gap * random.nextExponential();
    }
    arrive(end - 1);
    return end;
  }

  private void call(long millis) {
    long user = scenario.users().next(random);
    boolean canary = Hash.position(user) < share;
    var version = canary ? scenario.canary() : scenario.stable();
    boolean bad = random.nextDouble() < version.errors().of(user, millis - START);
    long nanos = (long) (NANOS_PER_MILLI * version.latency().next(random));
    calls++;
    canaryCalls += canary ? 1 : 0;
    var call = new Call(
        calls,
        millis,
        user,
        canary ? Role.CANARY : Role.STABLE,
        bad ? Result.BAD : Result.OK,
        nanos,
        true);
    int at = step;
    tell(millis, rule -> rule.call(at, call));
    if (!bad && random.nextDouble() < scenario.labels().share()) {
      labels.add(new Pending(at, label(call, version)));
    }
  }

  private Label label(Call call, Version version) {
    var kind = scenario.labels().next(random);
    double delay = kind.delay(random) * (call.canary() ? scenario.labels().canaryDelay() : 1);
    double loss = random.nextDouble() < version.wrong() * kind.wrong() ? 1 : 0;
    return new Label(
        call.id(),
        call.timeMillis(),
        call.timeMillis() + (long) delay,
        call.user(),
        call.role(),
        loss,
        true);
  }

  /** Tells of the labels that arrive up to a time. */
  private void arrive(long millis) {
    for (var next = labels.peek();
        next != null && next.label.arrivalMillis() <= millis;
        next = labels.peek()) {
      labels.remove();
      var label = next.label;
      int at = next.step;
      canaryLabels += label.canary() ? 1 : 0;
      tell(label.arrivalMillis(), rule -> rule.label(at, label));
    }
  }

  private void tell(long millis, Told told) {
    for (var watcher : watchers) {
      if (!watcher.stop.happened()) {
        told.to(watcher.rule);
        if (watcher.rule.stops()) {
          watcher.stop = new Stop((millis - START) / 60_000.0, canaryCalls, canaryLabels);
        }
      }
    }
  }

  private boolean over() {
    for (var watcher : watchers) {
      if (!watcher.stop.happened()) {
        return false;
      }
    }
    return true;
  }

  /** Something that a rule hears. */
  private interface Told {
    void to(Rule rule);
  }

  /** A rule, and when it stopped. */
  private static final class Watcher {
    private final Rule rule;
    private Stop stop = Stop.NEVER;

    Watcher(Rule rule) {
      this.rule = rule;
    }
  }

  /** A label on its way, and the step of its prediction. */
  private record Pending(int step, Label label) {}
}
