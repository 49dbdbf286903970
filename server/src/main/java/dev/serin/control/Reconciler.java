package dev.serin.control;

import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each model to where callers, the file and the pool want it; applies what
 * {@link SplitRules} decides.
 *
 * <p>Confined to the control thread, but for {@link #notes}.
 */
final class Reconciler {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final VersionPool pool;
  private final StatisticsClock clock;
  private final Ledger ledger;
  private final Routes routes;
  private final RevisionWriter writer;
  private final Adoption adoption;
  private final Rollouts rollouts;
  private final FileBook files;
  /** Models for which the disk refused what the file or the pool asks for. */
  private final Set<String> retries = new HashSet<>();

  private final Map<String, List<String>> notes = new ConcurrentHashMap<>();
  /** Whether models without a revision may have had some that are lost. */
  private boolean forgotten;

  Reconciler(
      VersionPool pool,
      StatisticsClock clock,
      Ledger ledger,
      Routes routes,
      RevisionWriter writer,
      Adoption adoption,
      FileBook files,
      Rollouts rollouts) {
    this.pool = pool;
    this.clock = clock;
    this.ledger = ledger;
    this.routes = routes;
    this.writer = writer;
    this.adoption = adoption;
    this.files = files;
    this.rollouts = rollouts;
  }

  /**
   * Goes on where the last gateway ended, with what the file says now.
   *
   * @param shutdown the record of the last clean shutdown; empty after a crash or at a first start
   * @param doubt what may be missing of what was decided
   */
  void begin(Optional<CleanShutdown> shutdown, Doubt doubt, Map<String, FileSplit> splits) {
    files.read(splits);
    forgotten = doubt.forgotten();
    rollouts.resume(shutdown, doubt.models());
    doubt.models().forEach(this::takeBack);
    read(splits);
    rollouts.resumeChecks();
  }

  /** Takes the users off canaries that no rollout is about: a split that did so may be lost. */
  private void takeBack(String model) {
    ledger
        .current(model)
        .flatMap(current -> rules(model).doubted(current, clock.moment()))
        .ifPresent(next -> adoption.adopt(next, /* raise= */ false));
  }

  /** Does what a caller asks for; what is in force already makes no revision. */
  Revision set(SetSplit change) {
    var current = current(change.model());
    var expected = change.expectedRevision();
    if (expected != null && expected != current.number()) {
      throw new ChangeRefusedException(
          Kind.CONFLICT, "revision " + current.number() + " is in force, not " + expected);
    }
    var proposal = Proposal.of(change, clock.moment(), files.hash(current));
    var rules = rules(change.model());
    if (rules.asks(proposal, current)) {
      return current;
    }
    var next = change(current, proposal);
    files.accepted(change.model());
    reconcile(change.model());
    return next;
  }

  /** Does what a caller asks of a rollout. */
  Revision command(RolloutCommand command) {
    var model = command.request().model();
    var next = rollouts.command(current(model), command);
    reconcile(model);
    return next;
  }

  /** Takes what the file says now, for all models. */
  void read(Map<String, FileSplit> splits) {
    files.read(splits);
    rollouts.readTerms();
    reconcileAll();
  }

  /** Writes what the disk refused, and tries again what depends on it. */
  void tick() {
    if (writer.flush()) {
      List.copyOf(retries).forEach(this::reconcile);
    }
    rollouts.tick();
    ledger.models().forEach(model -> routes.drop(model, ledger.current(model), clock.millis()));
  }

  /** Puts in force a stored revision that this gateway did not make. */
  void follow(Revision revision) {
    if (adoption.follow(revision)) {
      note(revision.model());
    }
  }

  void reconcileAll() {
    var models = new TreeSet<>(pool.models().keySet());
    models.addAll(ledger.models());
    models.addAll(files.models());
    models.forEach(this::reconcile);
  }

  /** Brings one model to where it should be. A failure leaves it where it is. */
  void reconcile(String model) {
    try {
      retries.remove(model);
      advance(model);
    } catch (ChangeRefusedException e) {
      retries.add(model);
    } catch (RuntimeException e) {
      log.error("{} stays as it is", model, e);
    }
    ledger.current(model).ifPresent(routes::publish);
    routes.drop(model, ledger.current(model), clock.millis());
    note(model);
  }

  /** What somebody should know about a model. */
  List<String> notes(String model) {
    var all = new ArrayList<>(notes.getOrDefault(model, List.of()));
    rollouts.note(model).ifPresent(all::add);
    writer
        .problem()
        .ifPresent(problem ->
            all.add(problem + "; raises are refused, lowerings take effect without being written"));
    return List.copyOf(all);
  }

  private void advance(String model) {
    if (pool.versions(model).isEmpty()) {
      files
          .split(model)
          .ifPresent(file -> files.refused(model, file, model + " is not in the repository"));
      return;
    }
    var current = ledger.current(model);
    if (current.isEmpty()) {
      first(model).ifPresent(revision -> {
        adoption.adopt(revision, true);
        sayHighest(revision);
        warn(revision);
      });
      return;
    }
    files.unseen(current.get()).ifPresent(file -> apply(current.get(), file));
    refresh(ledger.current(model).orElseThrow());
  }

  /** The first revision, once no version is being loaded. */
  private Optional<Revision> first(String model) {
    if (pool.versions(model).values().stream()
        .anyMatch(status -> status.state() == State.LOADING)) {
      return Optional.empty();
    }
    var now = clock.moment();
    files.accepted(model);
    return files
        .split(model)
        .map(file -> rules(model).first(model, Proposal.of(file, now)))
        .or(() -> forgotten ? Optional.empty() : rules(model).first(model, now));
  }

  private void apply(Revision current, FileSplit file) {
    try {
      var unused = change(current, Proposal.of(file, clock.moment()));
      files.accepted(current.model());
    } catch (ChangeRefusedException e) {
      files.refused(current.model(), file, e.getMessage());
      if (e.kind() == Kind.STORAGE) {
        retries.add(current.model());
      }
    }
  }

  /** Makes a proposal the revision in force; a rollout that runs has a say in it. */
  private Revision change(Revision current, Proposal proposal) {
    var rollout = current.activeRollout();
    if (rollout.isPresent() && !rules(current.model()).asks(proposal, current)) {
      Audit.check(proposal.author(), proposal.reason());
      return rollouts.split(current, rollout.get(), proposal);
    }
    var next = rules(current.model()).next(current, proposal);
    adoption.adopt(next, Raise.between(current, next));
    return next;
  }

  private void refresh(Revision current) {
    rules(current.model())
        .refreshed(current, clock.moment())
        .ifPresent(next -> adoption.adopt(next, Raise.between(current, next)));
  }

  private Revision current(String model) {
    if (pool.versions(model).isEmpty()) {
      throw new ChangeRefusedException(
          Kind.NOT_FOUND,
          "model: " + model + " (expected: one of " + pool.models().keySet() + ")");
    }
    return ledger
        .current(model)
        .orElseThrow(() -> new ChangeRefusedException(
            Kind.PRECONDITION,
            "model: " + model + " (expected: one with a version that is ready)"));
  }

  private SplitRules rules(String model) {
    return new SplitRules(pool.versions(model));
  }

  private void note(String model) {
    var current = ledger.current(model);
    var list = new ArrayList<String>();
    files.note(model, current).ifPresent(list::add);
    if (current.isPresent()) {
      list.addAll(absences(current.get()));
    } else if (forgotten && files.split(model).isEmpty()) {
      list.add("the journal was repaired and has no revision of " + model
          + " (expected: its split in serin.yaml, such as `split: {1: 1}`, to say who serves)");
    } else {
      list.add("no version of " + model + " is ready");
    }
    notes.put(model, List.copyOf(list));
  }

  /** Says who serves if nobody has said it and there was a choice. */
  private void sayHighest(Revision first) {
    long lowest = pool.versions(first.model()).values().stream()
        .filter(status -> status.state() == State.READY)
        .mapToLong(status -> status.id().version())
        .min()
        .orElse(first.stable());
    if (files.split(first.model()).isEmpty() && lowest < first.stable()) {
      log.info(
          "{}: all users get version {}, the highest that is ready; to begin with a lower one,"
              + " `./serin split set {} {}=1 --force` now, or its `split` in serin.yaml before the"
              + " first start",
          first.model(),
          first.stable(),
          first.model(),
          lowest);
    }
  }

  private void warn(Revision first) {
    var absences = absences(first);
    if (!absences.isEmpty()) {
      log.warn(
          "{} starts without all versions of its split: {}",
          first.model(),
          String.join("; ", absences));
    }
  }

  /** Why versions of the split in force cannot have their users; empty if all can. */
  private List<String> absences(Revision revision) {
    var absence = new Absence(pool.versions(revision.model()));
    var absences = new ArrayList<String>();
    absence.unloaded(revision.stable()).ifPresent(absences::add);
    absences.addAll(
        absence.of(revision.split(), revision.stable(), revision.canaries()).values());
    return absences;
  }
}
