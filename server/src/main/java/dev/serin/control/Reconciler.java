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
 * Brings each model to the state that callers, the file and the pool ask for; applies the decisions
 * of {@link SplitRules}.
 *
 * <p>Confined to the control thread, but for {@link #notes}.
 */
final class Reconciler {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  private final VersionPool pool;
  private final StatisticsClock clock;
  private final RevisionHistory history;
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
      RevisionHistory history,
      Routes routes,
      RevisionWriter writer,
      Adoption adoption,
      FileBook files,
      Rollouts rollouts) {
    this.pool = pool;
    this.clock = clock;
    this.history = history;
    this.routes = routes;
    this.writer = writer;
    this.adoption = adoption;
    this.files = files;
    this.rollouts = rollouts;
  }

  /**
   * Continues from the loaded revisions, with the present content of the file.
   *
   * @param shutdown the record of the last clean shutdown; empty after a crash or at a first start
   * @param doubt which decisions may be missing
   */
  void begin(Optional<CleanShutdown> shutdown, Doubt doubt, Map<String, FileSplit> splits) {
    files.read(splits);
    forgotten = doubt.forgotten();
    rollouts.resume(shutdown, doubt.models());
    doubt.models().forEach(this::takeBack);
    read(splits);
    rollouts.resumePreflights();
  }

  /** Takes the users off canaries outside a rollout: a split that did so may be lost. */
  private void takeBack(String model) {
    history
        .current(model)
        .flatMap(current -> rules(model).doubted(current, clock.moment()))
        .ifPresent(next -> adoption.adopt(next, /* raise= */ false));
  }

  /** Applies a caller's split; one that is in force already makes no revision. */
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

  /** Unloads a model or loads it again; one that is as it should be makes no revision. */
  Revision set(SetLoaded change) {
    var current = current(change.model());
    Audit.check(change.author(), change.reason());
    if (change.loaded() != current.unloaded()) {
      return current;
    }
    var rollout = current.activeRollout();
    if (!change.loaded() && rollout.isPresent()) {
      throw new ChangeRefusedException(
          Kind.PRECONDITION,
          "rollout #" + rollout.get().identity().number() + " of version "
              + rollout.get().identity().candidate()
              + " is running (expected: none; `./serin rollout abort " + change.model()
              + "` ends it)");
    }
    var proposal = Proposal.unchanged(current, clock.moment(), change.author(), change.reason());
    var next = SplitRules.loaded(current, change.loaded(), proposal);
    // The repository loads and unloads what the store says: it must be there first.
    adoption.adopt(next, /* raise= */ true);
    reconcile(change.model());
    return next;
  }

  /** Obeys a command to a rollout. */
  Revision command(RolloutCommand command) {
    var model = command.request().model();
    var next = rollouts.command(current(model), command);
    reconcile(model);
    return next;
  }

  /** Takes the present content of the file, for all models. */
  void read(Map<String, FileSplit> splits) {
    files.read(splits);
    rollouts.readTerms();
    reconcileAll();
  }

  /** Stores what the disk refused, and retries the changes that depended on it. */
  void tick() {
    if (writer.flush()) {
      List.copyOf(retries).forEach(this::reconcile);
    }
    rollouts.tick();
    history.models().forEach(model -> routes.drop(model, history.current(model), clock.millis()));
  }

  /** Puts in force a stored revision that this gateway did not make. */
  void follow(Revision revision) {
    if (adoption.follow(revision)) {
      note(revision.model());
    }
  }

  void reconcileAll() {
    var models = new TreeSet<>(pool.models().keySet());
    models.addAll(history.models());
    models.addAll(files.models());
    models.forEach(this::reconcile);
  }

  /** Brings one model to its desired state. A failure leaves it as it is. */
  void reconcile(String model) {
    try {
      retries.remove(model);
      advance(model);
    } catch (ChangeRefusedException e) {
      retries.add(model);
    } catch (RuntimeException e) {
      log.error("{}: reconciling failed; it stays as it is", model, e);
    }
    history.current(model).ifPresent(routes::publish);
    routes.drop(model, history.current(model), clock.millis());
    note(model);
  }

  /** Returns the notes for operators on a model. */
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
    var current = history.current(model);
    if (current.isEmpty()) {
      first(model).ifPresent(revision -> {
        adoption.adopt(revision, true);
        sayHighest(revision);
        warn(revision);
      });
      return;
    }
    files.unseen(current.get()).ifPresent(file -> apply(current.get(), file));
    refresh(history.current(model).orElseThrow());
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

  /** Puts a proposal in force; a running rollout may refuse it. */
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
    if (current.unloaded() || beingLoadedAgain(current)) {
      return;
    }
    rules(current.model())
        .refreshed(current, clock.moment())
        .ifPresent(next -> adoption.adopt(next, Raise.between(current, next)));
  }

  /** Whether a version that had its users waits to be loaded after its model was unloaded. */
  private boolean beingLoadedAgain(Revision current) {
    var versions = pool.versions(current.model());
    return current.split().versions().stream()
        .filter(version -> !current.absent().contains(version))
        .map(versions::get)
        .anyMatch(status -> status != null
            && (status.state() == State.UNLOADED || status.state() == State.LOADING));
  }

  private Revision current(String model) {
    if (pool.versions(model).isEmpty()) {
      throw new ChangeRefusedException(
          Kind.NOT_FOUND,
          "model: " + model + " (expected: one of " + pool.models().keySet() + ")");
    }
    return history
        .current(model)
        .orElseThrow(() -> new ChangeRefusedException(
            Kind.PRECONDITION,
            "model: " + model + " (expected: one with a version that is ready)"));
  }

  private SplitRules rules(String model) {
    return new SplitRules(pool.versions(model));
  }

  private void note(String model) {
    var current = history.current(model);
    var list = new ArrayList<String>();
    files.note(model, current).ifPresent(list::add);
    if (current.isPresent() && current.get().unloaded()) {
      list.add("unloaded by " + current.get().author()
          + (current.get().reason().isEmpty() ? "" : ": " + current.get().reason())
          + " (`./serin models load " + model + "` serves it again)");
    } else if (current.isPresent()) {
      list.addAll(unavailable(current.get()));
    } else if (forgotten && files.split(model).isEmpty()) {
      list.add("the journal was repaired and has no revision of " + model
          + " (expected: its split in serin.yaml, such as `split: {1: 1}`, to say who serves)");
    } else {
      list.add("no version of " + model + " is ready");
    }
    notes.put(model, List.copyOf(list));
  }

  /** Logs which version serves if it was chosen by default among several. */
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
    var unavailable = unavailable(first);
    if (!unavailable.isEmpty()) {
      log.warn(
          "{} starts without all versions of its split: {}",
          first.model(),
          String.join("; ", unavailable));
    }
  }

  /** Why versions of the split in force cannot have their users; empty if all can. */
  private List<String> unavailable(Revision revision) {
    var availability = new Availability(pool.versions(revision.model()));
    var unavailable = new ArrayList<String>();
    availability.unloaded(revision.stable()).ifPresent(unavailable::add);
    unavailable.addAll(availability
        .unavailable(revision.split(), revision.stable(), revision.canaries())
        .values());
    return unavailable;
  }
}
