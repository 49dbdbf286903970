package dev.serin.telemetry;

import dev.serin.control.Revision;
import dev.serin.control.RevisionListener;
import dev.serin.model.VersionPool;
import dev.serin.rollout.GateState;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logs each transition of a rollout for the pager, as one line of JSON on the logger
 * {@code serin.events}, and counts it. Listens to each revision together with the one before it.
 *
 * <p>Thread-safe: its only state is counters.
 */
public final class RolloutEvents implements RevisionListener {
  private static final Logger log = LoggerFactory.getLogger("serin.events");
  private static final double LN_10 = Math.log(10);
  private static final double DIGITS = 1e4;

  private final JsonMapper json =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();
  private final MeterRegistry registry;
  private final Meters<Kind, Counter> transitions;

  /** The tags by which transitions are counted. */
  private record Kind(String model, String from, String to, String reason) {}

  RolloutEvents(MeterRegistry registry) {
    this.registry = registry;
    transitions = new Meters<>(registry, this::counter, List::of);
  }

  /** Removes the series of models that are gone. */
  void forget(VersionPool pool) {
    transitions.forget(kind -> pool.versions(kind.model()).isEmpty());
  }

  @Override
  public void changed(Optional<Revision> before, Revision after) {
    RecordedTransition.between(before, after).ifPresent(transition -> {
      transitions.of(kind(transition)).increment();
      log.info(json.writeValueAsString(line(transition)));
    });
  }

  private static Kind kind(RecordedTransition transition) {
    return new Kind(
        transition.revision().model(),
        transition.from(),
        transition.to(),
        RecordedTransition.cause(transition.rollout()));
  }

  private Counter counter(Kind kind) {
    return Counter.builder("serin.rollout.transitions")
        .description("Transitions of rollouts, steps included.")
        .tag("model", kind.model())
        .tag("from", kind.from())
        .tag("to", kind.to())
        .tag("reason", kind.reason())
        .register(registry);
  }

  private static Line line(RecordedTransition transition) {
    var revision = transition.revision();
    var rollout = transition.rollout();
    var identity = rollout.identity();
    return new Line(
        revision.time().toString(),
        "rollout",
        revision.model(),
        identity.id(),
        identity.number(),
        transition.from(),
        transition.to(),
        pauseReason(rollout),
        needsPerson(rollout),
        rollout.step(),
        rollout.share().toString(),
        identity.stable(),
        identity.candidate(),
        revision.number(),
        revision.author().name(),
        revision.reason(),
        rollout.evidence().stream().map(RolloutEvents::gate).toList());
  }

  private static @Nullable String pauseReason(Rollout rollout) {
    return rollout.state() instanceof Paused paused ? paused.reason().name() : null;
  }

  private static boolean needsPerson(Rollout rollout) {
    return rollout.state() instanceof Paused paused && !paused.endsByItself();
  }

  private static Gate gate(GateState state) {
    return new Gate(
        state.gate().toString(),
        state.verdict().name().toLowerCase(Locale.ROOT),
        log10(state.logE()),
        log10(state.logThreshold()),
        state.okLogE().isPresent() ? log10(state.okLogE().getAsDouble()) : null,
        state.stable().observations(),
        finite(state.stable().mean()),
        state.canary().observations(),
        finite(state.canary().mean()));
  }

  /** Rounds to four digits after the point. */
  private static @Nullable Double log10(double natural) {
    return finite(
        Double.isFinite(natural) ? Math.round(natural / LN_10 * DIGITS) / DIGITS : natural);
  }

  /** JSON has no NaN and no infinity. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** One line. */
  private record Line(
      String time,
      String event,
      String model,
      String rollout,
      long number,
      String from,
      String to,
      @Nullable String pauseReason,
      boolean needsPerson,
      int step,
      String share,
      long stable,
      long candidate,
      long revision,
      String author,
      String reason,
      List<Gate> gates) {}

  /** The verdict of a gate at the transition. */
  private record Gate(
      String gate,
      String verdict,
      @Nullable Double log10E,
      @Nullable Double log10Threshold,
      @Nullable Double log10OkE,
      long stableCount,
      @Nullable Double stableMean,
      long canaryCount,
      @Nullable Double canaryMean) {}
}
