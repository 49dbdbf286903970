package dev.serin.control;

import static java.util.Objects.requireNonNull;

import dev.serin.access.Author;
import dev.serin.gate.Terms;
import dev.serin.rollout.Observation;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutEvent;
import dev.serin.rollout.RolloutRules;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.Transition;
import dev.serin.rollout.Transitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the rules of rollouts to each model.
 *
 * <p>Confined to the control thread, but for {@link #note}.
 */
final class Rollouts {
  private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

  private final RevisionHistory history;
  private final RolloutTransitions transitions;
  private final RolloutRequests requests;
  private final RolloutPorts ports;
  private final Executor thread;
  /** The last terms of the file. */
  private final Map<String, Terms> terms = new HashMap<>();
  /** The preflight result of each model's last candidate. */
  private final Map<String, Answer> answers = new HashMap<>();
  /** Starts of the gateway that the models' rollouts have not taken into account yet. */
  private final Map<String, Beginning> beginnings = new HashMap<>();
  /** Whether raises are stopped, since the gateway is about to shut down. */
  private boolean stopping;
  /** Why a model's rollout is blocked. */
  private final Map<String, String> obstacles = new ConcurrentHashMap<>();

  /**
   * How the start of the gateway affects a rollout that ran before it.
   *
   * @param id of the rollout
   * @param crash whether the last gateway crashed
   * @param doubt which information may be lost; empty after a crash
   */
  private record Beginning(String id, boolean crash, String doubt) {
    RolloutEvent event() {
      return crash ? new RolloutEvent.Crashed() : new RolloutEvent.InDoubt(doubt);
    }
  }

  private record Answer(String id, Preflights.Result result) {}

  Rollouts(
      RevisionHistory history,
      RolloutTransitions transitions,
      RolloutRequests requests,
      RolloutPorts ports,
      Executor thread) {
    this.history = history;
    this.transitions = transitions;
    this.requests = requests;
    this.ports = ports;
    this.thread = thread;
  }

  /**
   * Resumes the rollouts that were running.
   *
   * @param shutdown the record of the last clean shutdown; empty after a crash or at a first start
   * @param repaired models of which a record may be missing behind the last revision
   */
  void resume(Optional<CleanShutdown> shutdown, Set<String> repaired) {
    shutdown.ifPresent(record -> transitions.times().resume(record.phases()));
    for (var model : history.models()) {
      active(model)
          .flatMap(rollout -> beginning(model, rollout, shutdown.isPresent(), repaired))
          .ifPresent(beginning -> beginnings.put(model, beginning));
    }
    List.copyOf(beginnings.keySet()).forEach(model -> guarded(model, () -> begin(model)));
  }

  private Optional<Beginning> beginning(
      String model, Rollout rollout, boolean clean, Set<String> repaired) {
    var id = rollout.identity().id();
    if (repaired.contains(model)) {
      return Optional.of(new Beginning(
          id, false, "the journal was repaired, and a rollback may be missing in it"));
    } else if (!clean) {
      return Optional.of(new Beginning(id, true, ""));
    }
    boolean lost =
        rollout.trial().filter(trial -> !ports.trials().knows(model, trial)).isPresent();
    return lost
        ? Optional.of(new Beginning(id, false, "what the gates found before the restart is lost"))
        : Optional.empty();
  }

  /** Starts again the preflights that a restart interrupted, once models are routed. */
  void resumePreflights() {
    for (var model : history.models()) {
      active(model).ifPresent(rollout -> {
        terms.put(model, rollout.terms());
        if (rollout.state() instanceof Preflight) {
          preflight(model, rollout);
        }
      });
    }
    readTerms();
  }

  /** Obeys a command, and returns the revision in force then. */
  Revision command(Revision current, RolloutCommand command) {
    var next = requests.obey(current, command);
    var model = current.model();
    if (!next.equals(current)) {
      obstacles.remove(model);
      next.activeRollout()
          .filter(rollout -> rollout.state() instanceof Preflight)
          .ifPresent(rollout -> begun(model, rollout));
    }
    return history.current(model).orElseThrow();
  }

  /** Applies a split that a caller or the file proposes while a rollout runs. */
  Revision split(Revision current, Rollout rollout, Proposal proposal) {
    return requests.split(current, rollout, proposal);
  }

  /** Evaluates all running rollouts. */
  void tick() {
    history.models().forEach(this::tick);
  }

  /** Evaluates the rollout of a model, and applies the transition that is due. */
  void tick(String model) {
    var before = history.current(model);
    if (beginnings.containsKey(model)) {
      guarded(model, () -> begin(model));
    }
    if (history.current(model).equals(before)) {
      lookAt(model);
    }
  }

  private void lookAt(String model) {
    active(model)
        .ifPresent(rollout -> guarded(model, () -> {
          boolean stalled = transitions.times().look(model, rollout);
          var lost = transitions.replaced(model, rollout);
          if (lost.isPresent()) {
            react(model, rollout, new RolloutEvent.FilesLost(lost.getAsLong()));
          } else if (rollout.state() instanceof Preflight) {
            follow(model, rollout);
          } else {
            goOn(model, rollout, stalled);
          }
        }));
  }

  /** Takes the users of a version back that ended its process, if it is a candidate. */
  void crashed(String model, long version, String how) {
    active(model)
        .filter(rollout -> rollout.identity().candidate() == version)
        .ifPresent(rollout ->
            guarded(model, () -> react(model, rollout, new RolloutEvent.CandidateCrashed(how))));
  }

  /** Stops all raises; shares can still be lowered. */
  void stopRaising() {
    stopping = true;
  }

  /** Applies changes of the file's terms. */
  void readTerms() {
    for (var model : history.models()) {
      active(model).ifPresent(rollout -> {
        var now = ports.plans().terms(model);
        var before = terms.put(model, now);
        if (!rollout.terms().stillAre(now) && !now.equals(before)) {
          guarded(model, () -> react(model, rollout, new RolloutEvent.TermsChanged()));
        }
      });
    }
  }

  /** Returns how a model's last rollout stands. */
  Optional<RolloutView> view(String model) {
    return history
        .current(model)
        .flatMap(revision -> revision.rollout().map(rollout -> {
          var observation = transitions.look(model, rollout);
          var report = observation
              .report()
              .filter(found -> found.trial().id().equals(rollout.identity().id()));
          return new RolloutView(
              revision,
              rollout,
              observation.elapsed(),
              RolloutRules.bake(rollout),
              rollout.active() ? report : Optional.empty(),
              RolloutRules.nextShare(rollout),
              rollout.active() ? RolloutRules.missing(rollout, observation) : List.of());
        }));
  }

  /** Returns a note for operators on a rollout that is blocked. */
  Optional<String> note(String model) {
    return Optional.ofNullable(obstacles.get(model));
  }

  /** Returns how long each phase has lasted, to resume from after a restart. */
  SortedMap<String, PhaseTime> times() {
    var running = new TreeMap<>(transitions.times().times());
    running.keySet().removeIf(model -> active(model).isEmpty());
    return running;
  }

  private void begun(String model, Rollout rollout) {
    terms.put(model, rollout.terms());
    preflight(model, rollout);
  }

  /** Starts a preflight; the result of a former one no longer counts. */
  private void preflight(String model, Rollout rollout) {
    answers.remove(model);
    var identity = rollout.identity();
    ports
        .preflights()
        .begin(
            model,
            identity.stable(),
            identity.candidate(),
            result -> thread.execute(() -> finished(model, identity.id(), result)));
  }

  private void finished(String model, String id, Preflights.Result result) {
    active(model)
        .filter(rollout -> rollout.identity().id().equals(id))
        .filter(rollout -> rollout.state() instanceof Preflight)
        .ifPresent(rollout -> {
          answers.put(model, new Answer(id, result));
          guarded(model, () -> follow(model, rollout));
        });
  }

  /**
   * Applies the result of the preflight. If that is not possible now, or has to wait for a window,
   * the next evaluation tries again.
   */
  private void follow(String model, Rollout rollout) {
    var answer = answers.get(model);
    if (stopping || answer == null || !answer.id().equals(rollout.identity().id())) {
      return;
    }
    var result = answer.result();
    var ended = new RolloutEvent.PreflightEnded(result.calls(), result.problem());
    if (react(model, rollout, ended)) {
      answers.remove(model);
    }
  }

  private void goOn(String model, Rollout rollout, boolean stalled) {
    var observation = transitions.look(model, rollout, stalled);
    Transitions.on(rollout, observation, new RolloutEvent.Tick())
        .filter(transition -> !stopping || transition.share().compareTo(rollout.share()) <= 0)
        .ifPresent(transition -> {
          apply(model, transition, observation);
          if (endsSlowdown(rollout, transition)) {
            // The slowdown is over and must not pause the rollout again.
            transitions.acknowledge(model);
          }
        });
  }

  private static boolean endsSlowdown(Rollout rollout, Transition transition) {
    return rollout.state() instanceof Paused paused
        && paused.tries()
        && transition.state() instanceof Ramping;
  }

  /** Fails while stable cannot be called; a later evaluation tries again. */
  private void begin(String model) {
    var beginning = requireNonNull(beginnings.get(model));
    var current = history.current(model).orElseThrow();
    current
        .activeRollout()
        .filter(before -> before.identity().id().equals(beginning.id()))
        .ifPresent(before -> begin(current, before, beginning));
    beginnings.remove(model);
  }

  private void begin(Revision current, Rollout before, Beginning beginning) {
    var rollout = beginning.crash() ? before.crashed() : before;
    var observation = transitions.look(current.model(), rollout);
    Transitions.on(before, observation, beginning.event()).ifPresent(transition -> {
      var unused =
          transitions.apply(current.with(rollout), transition, observation, Author.GATEWAY, "");
    });
  }

  /** Applies the transition that follows from an event; returns whether there is one. */
  private boolean react(String model, Rollout rollout, RolloutEvent event) {
    var observation = transitions.look(model, rollout);
    var transition = Transitions.on(rollout, observation, event);
    transition.ifPresent(next -> apply(model, next, observation));
    return transition.isPresent();
  }

  /** Applies a transition of the gateway's own. */
  private void apply(String model, Transition transition, Observation observation) {
    var current = history.current(model).orElseThrow();
    var unused = transitions.apply(current, transition, observation, Author.GATEWAY, "");
    obstacles.remove(model);
  }

  private Optional<Rollout> active(String model) {
    return history.current(model).flatMap(Revision::activeRollout);
  }

  /** A task that is refused is noted, logged once, and tried again at the next evaluation. */
  private void guarded(String model, Runnable task) {
    try {
      task.run();
    } catch (ChangeRefusedException e) {
      if (!e.getMessage().equals(obstacles.put(model, e.getMessage()))) {
        log.error("rollout of {} is blocked: {}", model, e.getMessage());
      }
    } catch (RuntimeException e) {
      log.error("rollout of {}: evaluation failed; it stays as it is", model, e);
    }
  }
}
