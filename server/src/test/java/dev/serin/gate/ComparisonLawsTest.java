package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Told.Began;
import dev.serin.gate.Told.Called;
import dev.serin.gate.Told.Labelled;
import dev.serin.model.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every stream of calls and labels; a failing seed is in the test's name. */
class ComparisonLawsTest {
  private static final long HOUR = 3_600_000;
  private static final int REPLICAS = 3;
  private static final List<Result> RESULTS = List.of(Result.OK, Result.BAD, Result.EXCLUDED);
  private static final int FEWER_THAN_A_WINDOW = 1_500;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void evidence_orderInsideAStratum_doesNotMatter(long seed) {
    var bursts = bursts(seed);

    var one = told(bursts, new Random(seed));
    var other = told(bursts, new Random(-seed));

    // Blocks of losses are made in order of arrival.
    Predicate<String> most = name -> !name.equals("quality/ok");
    assertThat(numbers(other, most)).isEqualTo(numbers(one, most));
    assertThat(other.evidence().alarms()).isEqualTo(one.evidence().alarms());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plus_replicas_isWhatTheUnionOfTheirStrataSays(long seed) {
    var all = RandomStream.of(seed);
    var replicas = IntStream.range(0, REPLICAS).mapToObj(i -> only(all, i)).toList();

    var sum = new Evidence();
    for (var replica : replicas) {
      sum = sum.plus(told(replica).evidence());
    }

    var references = replicas.stream().map(Reference::new).toList();
    assertThat(OddsWealth.harm(sum, new Alarm("errors"), 1).logE())
        .isCloseTo(Math.log(Reference.errors(references)), within(1e-9));
    assertThat(QualityGate.harmLogE(sum, GateSettings.DEFAULT, LossScale.BINARY))
        .isCloseTo(Math.log(Reference.quality(references)), within(1e-9));
    assertThat(CoverageGate.logE(sum))
        .isCloseTo(Math.log(Reference.coverage(references)), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void of_labelsAtAnyMoment_goOnAsIfNothingHadHappened(long seed) {
    var all = RandomStream.ofManyUsers(seed);
    int moment = new SplittableRandom(seed).nextInt(all.size());

    var restarted = restart(told(all.subList(0, moment), comparison()));
    finish(told(all.subList(moment, all.size()), restarted));

    var through = told(all);
    Predicate<String> labels = name -> name.startsWith("quality")
        || name.startsWith("coverage")
        || name.startsWith("delays")
        || name.startsWith("cohorts")
        || name.equals("labels")
        || name.equals("matured");
    assertThat(numbers(restarted, labels)).isEqualTo(numbers(through, labels));
    assertThat(restarted.evidence().cohorts()).isEqualTo(through.evidence().cohorts());
    assertThat(restarted.evidence().marks().get("cohorts.closed"))
        .isEqualTo(through.evidence().marks().get("cohorts.closed"));
    assertThat(alarms(restarted, labels)).isEqualTo(alarms(through, labels));
    assertThat(verdicts(restarted, labels)).isEqualTo(verdicts(through, labels));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void of_callsWithNoStratumOpen_goOnAsIfNothingHadHappened(long seed) {
    var all = start(RandomStream.ofManyUsers(seed));
    int moment = new SplittableRandom(seed).nextInt(all.size());

    var comparison = told(all.subList(0, moment), comparison());
    comparison.tick(all.get(moment).millis() + HOUR - 1);
    var after = later(all.subList(moment, all.size()), comparison);
    var through = restart(comparison);
    finish(told(after, comparison));
    finish(told(after, through));

    Predicate<String> most = name -> !name.equals("srm") && !name.equals("users");
    assertThat(numbers(through, most)).isEqualTo(numbers(comparison, most));
    assertThat(through.evidence().marks()).isEqualTo(comparison.evidence().marks());
    assertThat(alarms(through, most)).isEqualTo(alarms(comparison, most));
    assertThat(verdicts(through, most)).isEqualTo(verdicts(comparison, most));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void call_splitChanges_neverMixStrata(long seed) {
    var all = RandomStream.of(seed);
    var together = told(all).evidence();

    for (var step : together.steps()) {
      var alone = told(only(all, step)).evidence();
      assertThat(rows(alone, step)).isEqualTo(rows(together, step));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tick_everyFiftiethOfASecondOrNever_givesTheSame(long seed) {
    var all = RandomStream.of(seed);

    var never = told(all);
    var often = ticking(all, 20);
    var sometimes = ticking(all, 1_000);

    assertThat(numbers(often, name -> true)).isEqualTo(numbers(never, name -> true));
    assertThat(numbers(sometimes, name -> true)).isEqualTo(numbers(never, name -> true));
    assertThat(often.evidence().alarms()).isEqualTo(never.evidence().alarms());
    assertThat(sometimes.evidence().alarms()).isEqualTo(never.evidence().alarms());
    assertThat(often.evidence().marks()).isEqualTo(never.evidence().marks());
    assertThat(sometimes.evidence().marks()).isEqualTo(never.evidence().marks());
  }

  private static Comparison comparison() {
    var comparison = new Comparison(GateSettings.DEFAULT, LossScale.BINARY);
    for (int i = 0; i < 2_000; i++) {
      comparison.before(i * 10_000L);
    }
    return comparison;
  }

  private static Comparison told(List<Told> all) {
    return finish(told(all, comparison()));
  }

  private static Comparison told(List<Told> all, Comparison comparison) {
    Told.tell(all, comparison);
    return comparison;
  }

  /** So much of a stream that it does not fill the window of the quantile. */
  private static List<Told> start(List<Told> all) {
    return all.subList(0, Math.min(all.size(), FEWER_THAN_A_WINDOW));
  }

  /** Lets so much time pass that everything closes. */
  private static Comparison finish(Comparison comparison) {
    comparison.tick(1_000 * HOUR);
    return comparison;
  }

  private static Comparison ticking(List<Told> all, long period) {
    var comparison = comparison();
    long next = period;
    for (var told : all) {
      for (; next < told.millis(); next += period) {
        comparison.tick(next);
      }
      told.tell(comparison);
    }
    return finish(comparison);
  }

  /** Goes on with what can be had of the evidence from outside. */
  private static Comparison restart(Comparison comparison) {
    var evidence = comparison.evidence();
    var kept = Evidence.of(
        evidence.steps(),
        evidence.numbers(),
        evidence.cohorts(),
        evidence.marks(),
        evidence.alarms());
    return new Comparison(GateSettings.DEFAULT, LossScale.BINARY, kept);
  }

  /** Six times 300 calls at once, and later their labels at once. */
  private static List<List<Told>> bursts(long seed) {
    var random = new SplittableRandom(seed);
    var bursts = new ArrayList<List<Told>>();
    for (int i = 0; i < 6; i++) {
      var calls = new ArrayList<Told>();
      var labels = new ArrayList<Told>();
      for (int j = 0; j < 300; j++) {
        var call = new Call(
            j,
            i * HOUR,
            i * 300L + j,
            random.nextBoolean() ? Role.CANARY : Role.STABLE,
            RESULTS.get(random.nextInt(RESULTS.size())),
            random.nextLong(30_000_000),
            random.nextBoolean());
        calls.add(new Called(1, call));
        var label = new Label(
            j,
            i * HOUR,
            i * HOUR + 400_000,
            call.user(),
            call.role(),
            random.nextInt(2),
            call.covered());
        labels.add(new Labelled(1, label));
      }
      bursts.add(calls);
      bursts.add(labels);
    }
    return bursts;
  }

  /** Tells the bursts, each in the order of this chance, to a canary that is warm. */
  private static Comparison told(List<List<Told>> bursts, Random order) {
    var comparison = comparison();
    comparison.begin(new Step(1, 1, 0, new BigDecimal("0.5")));
    var calls = new Calls();
    for (int i = 0; i < 50; i++) {
      comparison.call(1, calls.call(0, true, Result.EXCLUDED, 1));
    }
    for (var burst : bursts) {
      var shuffled = new ArrayList<>(burst);
      Collections.shuffle(shuffled, order);
      told(shuffled, comparison);
    }
    return finish(comparison);
  }

  /** What one of the replicas is told. */
  private static List<Told> only(List<Told> all, int replica) {
    return all.stream()
        .filter(told -> told.call().orElse(replica) % REPLICAS == replica)
        .toList();
  }

  /** What is told of one step, and when all of them begin. */
  private static List<Told> only(List<Told> all, Step step) {
    return all.stream()
        .filter(told -> told instanceof Began || told.step() == step.number())
        .toList();
  }

  /** The same an hour later, without late calls of the steps before that in force. */
  private static List<Told> later(List<Told> all, Comparison comparison) {
    int number = comparison.evidence().step().orElseThrow().number();
    return all.stream()
        .filter(told -> told instanceof Labelled || told.step() >= number)
        .map(told -> told.later(HOUR))
        .toList();
  }

  private static Map<String, String> numbers(Comparison comparison, Predicate<String> names) {
    var text = new TreeMap<String, String>();
    comparison.evidence().numbers().forEach((name, rows) -> {
      if (names.test(name)) {
        text.put(name, rows.stream().map(Arrays::toString).toList().toString());
      }
    });
    return text;
  }

  private static Map<String, Long> alarms(Comparison comparison, Predicate<String> names) {
    var alarms = new TreeMap<>(comparison.evidence().alarms());
    alarms.keySet().removeIf(names.negate());
    return alarms;
  }

  private static List<Verdict> verdicts(Comparison comparison, Predicate<String> gates) {
    return comparison.judge(2_000 * HOUR).verdicts().stream()
        .filter(verdict -> gates.test(verdict.gate().toString()))
        .toList();
  }

  private static List<String> rows(Evidence evidence, Step step) {
    return List.of(
        row(evidence, "errors/harm/all", 12, step),
        row(evidence, "errors/ok/first", 12, step),
        row(evidence, "quality/harm/all", 12, step),
        row(evidence, "quality/ok", Cohort.BETS, step),
        row(evidence, "coverage/up", 12, step),
        row(evidence, "matured", Series.MATURED.width(), step));
  }

  private static String row(Evidence evidence, String name, int width, Step step) {
    return Arrays.toString(evidence.numbers(new Series(name, width)).at(step.number()));
  }
}
