package dev.serin.control;

import dev.serin.judge.StatisticsClock;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each model serves, and every change to it as a revision.
 *
 * <p>Thread-safe: one thread makes all changes, in the order in which they came, and is the only
 * writer of the routing and of the store. Readers never wait for it.
 */
public final class Control implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Control.class);
  private static final long CLOSE_SECONDS = 10;

  private final ExecutorService thread;
  private final StatisticsClock clock;
  private final State state;
  private final Routing routing;
  private final RevisionWriter writer;
  private final RevisionHistory history = new RevisionHistory();
  private final Watchers watchers;
  private final Reconciler reconciler;
  private final Rollouts rollouts;
  private final Subscription following;
  /** Confined to the control thread. */
  private boolean recalled;
  /** Confined to the control thread. */
  private boolean started;

  /** Runs on a thread of its own. Does not close the store. */
  public Control(Surroundings around, StatisticsClock clock) {
    this(around, clock, ownThread());
  }

  /** Runs on an executor that runs one task at a time, in order, and which it shuts down. */
  public Control(Surroundings around, StatisticsClock clock, ExecutorService thread) {
    this.thread = thread;
    this.clock = clock;
    this.state = around.state();
    this.routing = around.routing();
    this.writer = new RevisionWriter(state.store());
    this.watchers = new Watchers(around.listener());
    var routes =
        new Routes(around.pool(), routing, around.recorders(), around.rollouts().plans());
    var adoption = new Adoption(history, routes, writer, watchers);
    var files = new FileBook();
    var ports = around.rollouts();
    var transitions = new RolloutTransitions(around.pool(), clock, adoption, files, ports);
    var requests = new RolloutRequests(around.pool(), clock, history, transitions, ports);
    this.rollouts = new Rollouts(history, transitions, requests, ports, this::execute);
    this.reconciler =
        new Reconciler(around.pool(), clock, history, routes, writer, adoption, files, rollouts);
    this.following = state.store().follow(revision -> execute(() -> reconciler.follow(revision)));
  }

  /**
   * What outlives this process.
   *
   * @param store of revisions, which other gateways may share
   * @param shutdown the record of this gateway's last clean shutdown
   */
  public record State(StateStore store, ShutdownRecord shutdown) {}

  /**
   * What control works with: the versions, the routing it writes, the state it reads and writes,
   * recorders, the listener for all revisions, and what rollouts need.
   */
  public record Surroundings(
      VersionPool pool,
      Routing routing,
      State state,
      Recorders recorders,
      RevisionListener listener,
      RolloutPorts rollouts) {
    /** The surroundings of a gateway without rollouts. */
    public Surroundings(VersionPool pool, Routing routing, State state, Recorders recorders) {
      this(pool, routing, state, recorders, RevisionListener.NONE, RolloutPorts.NONE);
    }
  }

  /**
   * Reads the store, so that {@link #unloaded} knows before the first scan of the repository. Fails
   * with what the store throws.
   */
  public CompletionStage<Void> recall() {
    return run(() -> {
      readStore();
      return null;
    });
  }

  private void readStore() throws IOException {
    if (!recalled) {
      state.store().load().forEach(revision -> {
        clock.notBelow(revision.at().millis());
        history.add(revision);
      });
      recalled = true;
    }
  }

  /**
   * Reads the store, unless that is done, and brings every model of the pool to the state that its
   * last revision, the file and the pool ask for; to be called once, after the first scan of the
   * repository. Until it is done nothing is routed. Fails with what the store throws.
   */
  public CompletionStage<Void> start(Map<String, FileSplit> file) {
    return run(() -> {
      readStore();
      var before = state.shutdown().take();
      before.ifPresent(shutdown -> clock.notBelow(shutdown.clockMillis()));
      started = true;
      reconciler.begin(before, state.store().doubt(), file);
      return null;
    });
  }

  /**
   * Makes a change; the result is the revision in force after it, or fails with a
   * {@link ChangeRefusedException}. New calls follow it when the result is there.
   */
  public CompletionStage<Revision> submit(SetSplit change) {
    return run(() -> {
      checkStarted();
      return reconciler.set(change);
    });
  }

  /**
   * Unloads a model or loads it again; the result is the revision in force after it, or fails with
   * a {@link ChangeRefusedException}. Its versions are loaded or unloaded by the next scan.
   */
  public CompletionStage<Revision> submit(SetLoaded change) {
    return run(() -> {
      checkStarted();
      return reconciler.set(change);
    });
  }

  /**
   * Obeys a command to a rollout; the result is the revision in force after it, or fails with a
   * {@link ChangeRefusedException}.
   */
  public CompletionStage<Revision> submit(RolloutCommand command) {
    return run(() -> {
      checkStarted();
      return reconciler.command(command);
    });
  }

  /** Returns how the last rollout of a model stands. */
  public CompletionStage<Optional<RolloutView>> rollout(String model) {
    return run(() -> {
      checkStarted();
      return rollouts.view(model);
    });
  }

  /** Evaluates a model's rollout now, not at the next tick: a gate raised an alarm. */
  public void alarm(String model) {
    execute(() -> rollouts.tick(model));
  }

  /**
   * Applies the file's split of each model. One that is equal to the last one seen changes nothing;
   * one that is refused is in the notes, and is retried when the file or the pool changes, unless a
   * caller's change came in between.
   */
  public CompletionStage<Void> applyFile(Map<String, FileSplit> file) {
    return run(() -> {
      checkStarted();
      reconciler.read(file);
      return null;
    });
  }

  /**
   * Takes the users of a version back that ended its own process, if a rollout gave it any.
   *
   * @param how it did
   */
  public void crashed(VersionId id, String how) {
    execute(() -> rollouts.crashed(id.model(), id.version(), how));
  }

  /** Reconciles a model of which a version changed in the pool. */
  public void poolChanged(String model) {
    execute(() -> reconciler.reconcile(model));
  }

  /** Evaluates all rollouts and stores what the disk refused; to be called about once a second. */
  public void tick() {
    execute(reconciler::tick);
  }

  /** The revision in force. */
  public Optional<Revision> revision(String model) {
    return history.current(model);
  }

  /** The latest revisions, newest first; at most the last 1,000. */
  public List<Revision> history(String model, int limit) {
    return history.latest(model, limit);
  }

  /**
   * Tells the listener the revision in force, if there is one, and then each later one, in order,
   * on the control thread; it must not block.
   */
  public Subscription watch(String model, Consumer<Revision> listener) {
    var unused = run(() -> {
      history.current(model).ifPresent(revision -> Watchers.tell(listener, revision));
      watchers.add(model, listener);
      return null;
    });
    return () -> {
      var unusedToo = run(() -> {
        watchers.remove(model, listener);
        return null;
      });
    };
  }

  /** Returns the notes for operators on a model: absent versions, the file, the disk. */
  public List<String> notes(String model) {
    return reconciler.notes(model);
  }

  /** Whether a version has users, or a rollout may still need it. */
  public boolean needs(VersionId id) {
    return Routes.needs(history.current(id.model()), id.version(), clock.millis());
  }

  /** Whether a version was stable and, as far as is known, not taken back then. */
  public boolean proved(VersionId id) {
    return history.proved(id.model(), id.version());
  }

  /** Whether a model is unloaded on request. */
  public boolean unloaded(String model) {
    return history.current(model).filter(Revision::unloaded).isPresent();
  }

  /** Completes when all changes that were asked for before have been made. */
  CompletionStage<Void> settled() {
    return run(() -> null);
  }

  /** How a model serves. */
  public ModelState state(String model) {
    if (unloaded(model)) {
      return ModelState.UNLOADED;
    }
    return routing
        .model(model)
        .filter(ModelRoute::serving)
        .map(route -> route.absent().isEmpty() ? ModelState.SERVING : ModelState.DEGRADED)
        .orElse(ModelState.NOT_SERVING);
  }

  /** How often the disk refused a revision. */
  public long storageRefusals() {
    return writer.refusals();
  }

  /** Stops all raises by rollouts, since the gateway is about to shut down. */
  public void stopRaising() {
    execute(rollouts::stopRaising);
  }

  /** Makes the pending changes, and ends the thread. Later changes fail. */
  @Override
  public void close() {
    execute(this::recordShutdown);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("the control thread is still busy after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    following.close();
  }

  /** Records a clean shutdown, if all decisions are stored. */
  private void recordShutdown() {
    reconciler.tick();
    if (!writer.flush()) {
      return;
    }
    try {
      state.shutdown().write(new CleanShutdown(rollouts.times(), clock.millis()));
    } catch (IOException e) {
      log.error("clean-shutdown marker not written; the next start assumes a crash", e);
    }
  }

  private void checkStarted() {
    if (!started) {
      throw new IllegalStateException("control: not started");
    }
  }

  private <T> CompletionStage<T> run(Callable<T> task) {
    var result = new CompletableFuture<T>();
    try {
      thread.execute(() -> complete(result, task));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new IllegalStateException("control: closed", e));
    }
    return result;
  }

  private <T> void complete(CompletableFuture<T> result, Callable<T> task) {
    try {
      result.complete(task.call());
    } catch (Throwable e) {
      // What fails before there is a state fails the start, which tells why.
      if (started && !(e instanceof ChangeRefusedException)) {
        log.error("a change failed", e);
      }
      result.completeExceptionally(e);
    }
  }

  /** Runs a task without a result; ignored once control is closed. */
  private void execute(Runnable task) {
    var unused = run(() -> {
      if (started) {
        task.run();
      }
      return null;
    });
  }

  private static ExecutorService ownThread() {
    return Executors.newSingleThreadExecutor(task -> {
      var thread = new Thread(task, "serin-control");
      thread.setDaemon(true);
      return thread;
    });
  }
}
