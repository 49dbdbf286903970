package dev.serin.control;

import static java.util.Objects.requireNonNull;

import dev.serin.access.Author;
import dev.serin.gate.Terms;
import dev.serin.rollout.Move;
import dev.serin.rollout.Observation;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutCommands;
import dev.serin.rollout.RolloutRules;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Ramping;
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
 * Applies to each model what the rules of rollouts decide.
 *
 * <p>Confined to the control thread, but for {@link #note}.
 */
final class Rollouts {
  private static final Logger log = LoggerFactory.getLogger(Rollouts.class);

  private final Ledger ledger;
  private final RolloutMoves moves;
  private final RolloutRequests requests;
  private final RolloutPorts ports;
  private final Executor thread;
  /** The terms that the file said last. */
  private final Map<String, Terms> terms = new HashMap<>();
  /** What the check of each model's last candidate found. */
  private final Map<String, Answer> answers = new HashMap<>();
  /** What models' rollouts are still to hear about the start. */
  private final Map<String, Beginning> beginnings = new HashMap<>();
  /** Whether users are taken off a candidate only, since the gateway is about to end. */
  private boolean stopping;
  /** Why a model's rollout cannot do what it should. */
  private final Map<String, String> obstacles = new ConcurrentHashMap<>();

  /**
   * What a rollout hears about the start of the gateway; one that is started later does not.
   *
   * @param id of the rollout
   * @param crash whether the gateway before ended without a clean shutdown
   * @param doubt what may be lost; empty after a crash
   */
  private record Beginning(String id, boolean crash, String doubt) {
    Optional<Move> move(Rollout rollout) {
      if (!rollout.identity().id().equals(id)) {
        return Optional.empty();
      }
      return crash ? RolloutCommands.crashed(rollout) : RolloutCommands.doubted(rollout, doubt);
    }
  }

  private record Answer(String id, CandidateCheck.Result result) {}

  Rollouts(
      Ledger ledger,
      RolloutMoves moves,
      RolloutRequests requests,
      RolloutPorts ports,
      Executor thread) {
    this.ledger = ledger;
    this.moves = moves;
    this.requests = requests;
    this.ports = ports;
    this.thread = thread;
  }

  /**
   * Goes on with the rollouts of before.
   *
   * @param shutdown the record of the last clean shutdown; empty after a crash or at a first start
   * @param repaired models of which a record may be missing behind the last revision
   */
  void resume(Optional<CleanShutdown> shutdown, Set<String> repaired) {
    shutdown.ifPresent(record -> moves.times().resume(record.phases()));
    for (var model : ledger.models()) {
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

  /** Begins again what a restart interrupted, once models are routed. */
  void resumeChecks() {
    for (var model : ledger.models()) {
      active(model).ifPresent(rollout -> {
        terms.put(model, rollout.terms());
        if (rollout.state() instanceof Preflight) {
          check(model, rollout);
        }
      });
    }
    readTerms();
  }

  /** Does what somebody asks for, and returns the revision in force then. */
  Revision command(Revision current, RolloutCommand command) {
    var next = requests.obey(current, command);
    var model = current.model();
    if (!next.equals(current)) {
      obstacles.remove(model);
      next.activeRollout()
          .filter(rollout -> rollout.state() instanceof Preflight)
          .ifPresent(rollout -> begun(model, rollout));
    }
    return ledger.current(model).orElseThrow();
  }

  /** Does what somebody, or the file, asks of the split while a rollout runs. */
  Revision split(Revision current, Rollout rollout, Proposal proposal) {
    return requests.split(current, rollout, proposal);
  }

  /** Looks at all running rollouts. */
  void tick() {
    ledger.models().forEach(this::tick);
  }

  /** Looks at the rollout of a model, and does what is to be done. */
  void tick(String model) {
    var before = ledger.current(model);
    if (beginnings.containsKey(model)) {
      guarded(model, () -> begin(model));
    }
    if (ledger.current(model).equals(before)) {
      lookAt(model);
    }
  }

  private void lookAt(String model) {
    active(model)
        .ifPresent(rollout -> guarded(model, () -> {
          boolean stoodStill = moves.times().look(model, rollout);
          var lost = moves.replaced(model, rollout);
          if (lost.isPresent()) {
            RolloutCommands.filesLost(rollout, lost.getAsLong())
                .ifPresent(move -> apply(model, move, moves.look(model, rollout)));
          } else if (rollout.state() instanceof Preflight) {
            follow(model, rollout);
          } else {
            goOn(model, rollout, stoodStill);
          }
        }));
  }

  /** Raises no candidate by itself any more; users can be taken off it. */
  void stopRaising() {
    stopping = true;
  }

  /** Looks whether the file says other terms than before. */
  void readTerms() {
    for (var model : ledger.models()) {
      active(model).ifPresent(rollout -> {
        var now = ports.plans().terms(model);
        var before = terms.put(model, now);
        if (!rollout.terms().stillAre(now) && !now.equals(before)) {
          guarded(model, () -> configChanged(model, rollout));
        }
      });
    }
  }

  /** How a model's last rollout stands. */
  Optional<RolloutView> view(String model) {
    return ledger
        .current(model)
        .flatMap(revision -> revision.rollout().map(rollout -> {
          var observation = moves.look(model, rollout);
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

  /** What somebody should know. */
  Optional<String> note(String model) {
    return Optional.ofNullable(obstacles.get(model));
  }

  /** How long each phase has lasted, to go on from after a restart. */
  SortedMap<String, PhaseTime> times() {
    var running = new TreeMap<>(moves.times().times());
    running.keySet().removeIf(model -> active(model).isEmpty());
    return running;
  }

  private void begun(String model, Rollout rollout) {
    terms.put(model, rollout.terms());
    check(model, rollout);
  }

  /** Begins a check; what one of before said does not count any more. */
  private void check(String model, Rollout rollout) {
    answers.remove(model);
    var identity = rollout.identity();
    ports
        .check()
        .begin(
            model,
            identity.stable(),
            identity.candidate(),
            checked -> thread.execute(() -> checked(model, identity.id(), checked)));
  }

  private void checked(String model, String id, CandidateCheck.Result result) {
    active(model)
        .filter(rollout -> rollout.identity().id().equals(id))
        .filter(rollout -> rollout.state() instanceof Preflight)
        .ifPresent(rollout -> {
          answers.put(model, new Answer(id, result));
          guarded(model, () -> follow(model, rollout));
        });
  }

  /**
   * Does what follows from the check. If that cannot be done now, or has to wait for a window, the
   * next look tries again.
   */
  private void follow(String model, Rollout rollout) {
    var answer = answers.get(model);
    if (stopping || answer == null || !answer.id().equals(rollout.identity().id())) {
      return;
    }
    var observation = moves.look(model, rollout);
    var problem = answer.result().problem().orElse(null);
    RolloutCommands.checked(rollout, observation, answer.result().calls(), problem)
        .ifPresent(move -> {
          apply(model, move, observation);
          answers.remove(model);
        });
  }

  private void goOn(String model, Rollout rollout, boolean stoodStill) {
    var observation = moves.look(model, rollout, stoodStill);
    RolloutRules.next(rollout, observation)
        .filter(move -> !stopping || move.share().compareTo(rollout.share()) <= 0)
        .ifPresent(move -> {
          apply(model, move, observation);
          if (endsSlowdown(rollout, move)) {
            // It is over, and is not to pause the rollout again.
            moves.acknowledge(model);
          }
        });
  }

  private static boolean endsSlowdown(Rollout rollout, Move move) {
    return rollout.state() instanceof Paused paused
        && paused.tries()
        && move.state() instanceof Ramping;
  }

  /** What cannot be done now, since stable cannot be called, is done at a later look. */
  private void begin(String model) {
    var beginning = requireNonNull(beginnings.get(model));
    var current = ledger.current(model).orElseThrow();
    current
        .activeRollout()
        .ifPresent(before -> beginning.move(before).ifPresent(move -> {
          var rollout = beginning.crash ? before.crashed() : before;
          var observation = moves.look(model, rollout);
          var unused = moves.apply(current.with(rollout), move, observation, Author.GATEWAY, "");
        }));
    beginnings.remove(model);
  }

  private void configChanged(String model, Rollout rollout) {
    RolloutCommands.configChanged(rollout)
        .ifPresent(move -> apply(model, move, moves.look(model, rollout)));
  }

  /** Makes a move of our own. */
  private void apply(String model, Move move, Observation observation) {
    var current = ledger.current(model).orElseThrow();
    var unused = moves.apply(current, move, observation, Author.GATEWAY, "");
    obstacles.remove(model);
  }

  private Optional<Rollout> active(String model) {
    return ledger.current(model).flatMap(Revision::activeRollout);
  }

  /** What cannot be done now is noted, logged once, and tried again at the next look. */
  private void guarded(String model, Runnable task) {
    try {
      task.run();
    } catch (ChangeRefusedException e) {
      if (!e.getMessage().equals(obstacles.put(model, e.getMessage()))) {
        log.error("the rollout of {} cannot go where it should: {}", model, e.getMessage());
      }
    } catch (RuntimeException e) {
      log.error("the rollout of {} stays as it is", model, e);
    }
  }
}
