package dev.serin.judge;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.gate.Evidence;
import dev.serin.gate.Label;
import dev.serin.gate.ShadowLabel;
import dev.serin.gate.Shadowed;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Judges the canaries of all models: takes their calls and labels, and returns the verdicts on
 * every two versions that share users.
 *
 * <p>Thread-safe. The threads that serve calls and labels only put them into a queue; one thread
 * takes them out with {@link #work}, every few hundredths of a second.
 */
public final class Judge {
  /** More than arrive between two calls of {@link #work}. */
  private static final int QUEUE = 1 << 16;

  private final MpscAtomicArrayQueue<Message> queue = new MpscAtomicArrayQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final Function<String, Terms> terms;
  private final ObservationListener listener;
  private final EvidenceStore store;
  private final LongSupplier ticker;
  private final Consumer<String> alarm;
  private final Map<String, ModelJudge> models = new ConcurrentHashMap<>();
  private final Object lock = new Object();

  /** Evidence from before the start, of models that have not been shared yet. */
  @GuardedBy("lock")
  private final Map<EvidenceKey, Evidence> before;

  private final long savedMillis;

  /** The comparisons that there was evidence of at the start. */
  private final Set<EvidenceKey> found;

  @GuardedBy("lock")
  private boolean changed;

  private Judge(
      Function<String, Terms> terms,
      ObservationListener listener,
      EvidenceStore store,
      LongSupplier ticker,
      Consumer<String> alarm,
      EvidenceStore.Saved before) {
    this.terms = terms;
    this.listener = listener;
    this.store = store;
    this.ticker = ticker;
    this.alarm = alarm;
    this.before = new HashMap<>(before.evidence());
    this.found = Set.copyOf(before.evidence().keySet());
    this.savedMillis = before.clockMillis();
  }

  /**
   * Continues from the evidence in the store.
   *
   * @param terms of a model, as they are now
   * @param listener is told everything that is judged
   * @param ticker nanoseconds of a clock that only goes forward, as in the arrival of calls
   * @param alarm is given the name of a model as soon as a gate finds harm that rolls back or
   *     pauses, or calls of its canary fail in a burst; on the thread that works, which it must not
   *     block
   */
  public static Judge open(
      Function<String, Terms> terms,
      ObservationListener listener,
      EvidenceStore store,
      LongSupplier ticker,
      Consumer<String> alarm)
      throws IOException {
    return new Judge(terms, listener, store, ticker, alarm, store.load());
  }

  /**
   * Takes how a revision shares a model's users, before it takes effect; returns the recorder of
   * the calls under it. For one thread at a time.
   */
  public Recorder share(String model, Sharing sharing) {
    var judge = models.computeIfAbsent(model, this::begin);
    var message = new Message.Shared(judge, sharing);
    while (!queue.offer(message)) {
      work(sharing.millis());
    }
    return (version, arrival) -> record(judge, sharing.revision(), version, arrival);
  }

  /**
   * Takes the first label of a prediction that the split gave to a version under a revision.
   *
   * @param label of which the role does not matter
   */
  public void label(VersionId version, long revision, Label label) {
    var judge = models.get(version.model());
    if (judge != null
        && !queue.offer(new Message.Labelled(judge, version.version(), revision, label))) {
      dropped.increment();
    }
  }

  /** Takes a copy of a call that has ended, for the trial that it was made for. */
  public void shadowCall(String model, Shadowed copy) {
    var judge = models.get(model);
    if (judge != null && !queue.offer(new Message.Copied(judge, copy))) {
      dropped.increment();
    }
  }

  /** Takes the first label about a call of which there is a copy. */
  public void shadowLabel(String model, ShadowLabel label) {
    var judge = models.get(model);
    if (judge != null && !queue.offer(new Message.PairLabelled(judge, label))) {
      dropped.increment();
    }
  }

  /** Takes what is queued; to be called every few hundredths of a second, with the time now. */
  public void work(long millis) {
    long nanos = ticker.getAsLong();
    var urgent = new ArrayList<String>();
    synchronized (lock) {
      for (var message = queue.poll(); message != null; message = queue.poll()) {
        message.judge().add(message);
        changed = true;
      }
      models.forEach((name, judge) -> {
        if (judge.work(millis, nanos)) {
          urgent.add(name);
        }
      });
    }
    urgent.forEach(alarm);
  }

  /** Puts the evidence into the store, with the time now, if there is more of it than before. */
  public void save(long millis) throws IOException {
    Map<EvidenceKey, Evidence> all;
    synchronized (lock) {
      if (!changed) {
        return;
      }
      all = new HashMap<>(before);
      models.values().forEach(judge -> judge.save(all));
      changed = false;
    }
    store.save(new EvidenceStore.Saved(millis, all));
  }

  /**
   * Reads the terms of all models again. Where they have changed the evidence starts over at this
   * time, unless it is that of a trial, which has terms of its own.
   */
  public void reread(long millis) {
    synchronized (lock) {
      models.forEach((name, judge) -> judge.terms(terms.apply(name), millis));
    }
  }

  /** Returns how each two versions of a model that share users compare, at this time. */
  public List<ComparisonReport> reports(String model, long millis) {
    synchronized (lock) {
      var judge = models.get(model);
      return judge == null ? List.of() : judge.reports(millis);
    }
  }

  /**
   * Returns the report on the trial of a model at this time, as of the last sharing that was taken;
   * empty if it has none.
   */
  public Optional<TrialReport> trial(String model, long millis) {
    synchronized (lock) {
      var judge = models.get(model);
      return judge == null ? Optional.empty() : judge.trial(millis);
    }
  }

  /** The clock when the evidence from before the start was saved; 0 if there is none. */
  public long savedMillis() {
    return savedMillis;
  }

  /** Whether there is evidence of a trial from before the start. */
  public boolean knows(String model, Trial trial) {
    return found.contains(new EvidenceKey(model, trial.stable(), trial.canary(), Basis.of(trial)));
  }

  /**
   * Acknowledges the alarms that pause a model: they are taken back at once, and their evidence
   * starts over at this time.
   */
  public void acknowledge(String model, long millis) {
    synchronized (lock) {
      var judge = models.get(model);
      if (judge != null) {
        judge.acknowledge(millis);
        changed = true;
      }
    }
  }

  /** How many calls, copies and labels were dropped because the queue was full. */
  public long dropped() {
    return dropped.sum();
  }

  private ModelJudge begin(String model) {
    synchronized (lock) {
      var own = new HashMap<EvidenceKey, Evidence>();
      before.forEach((key, evidence) -> {
        if (key.model().equals(model)) {
          own.put(key, evidence);
        }
      });
      before.keySet().removeIf(key -> key.model().equals(model));
      return new ModelJudge(model, listener, terms.apply(model), own);
    }
  }

  private Recording record(ModelJudge judge, long revision, long version, Arrival arrival) {
    var call = new RecordedCall(judge, revision, version, arrival);
    if (queue.offer(new Message.Arrived(judge, call))) {
      return call;
    }
    dropped.increment();
    return Recording.NONE;
  }
}
