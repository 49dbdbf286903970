package dev.serin.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.gate.Recorder.Arrival;
import dev.serin.gate.Sharing.Pair;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Takes the calls and labels of all models, and knows the verdicts on every two versions that share
 * users.
 *
 * <p>Thread-safe. Whoever serves a call or a label only puts it into a queue; one thread takes them
 * out with {@link #work}, every few hundredths of a second.
 */
public final class Judge {
  /** More than come in the time between two looks. */
  private static final int QUEUE = 1 << 16;

  private final MpscAtomicArrayQueue<Message> queue = new MpscAtomicArrayQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final Function<String, Terms> terms;
  private final ObservationListener listener;
  private final EvidenceStore store;
  private final LongSupplier ticker;
  private final Map<String, ModelJudge> models = new ConcurrentHashMap<>();
  private final Object lock = new Object();

  /** Evidence from before the start, of models that have not been shared yet. */
  @GuardedBy("lock")
  private final Map<EvidenceKey, Evidence> before;

  @GuardedBy("lock")
  private boolean changed;

  private Judge(
      Function<String, Terms> terms,
      ObservationListener listener,
      EvidenceStore store,
      LongSupplier ticker,
      Map<EvidenceKey, Evidence> before) {
    this.terms = terms;
    this.listener = listener;
    this.store = store;
    this.ticker = ticker;
    this.before = new HashMap<>(before);
  }

  /**
   * Goes on with the evidence in the store.
   *
   * @param terms of a model, as they are now
   * @param listener hears of everything that is judged
   * @param ticker nanoseconds of a clock that only goes forward, as in the arrival of calls
   */
  public static Judge open(
      Function<String, Terms> terms,
      ObservationListener listener,
      EvidenceStore store,
      LongSupplier ticker)
      throws IOException {
    return new Judge(terms, listener, store, ticker, store.load());
  }

  /**
   * Hears how a revision shares a model's users, before it takes effect; returns who records the
   * calls that follow it. For one thread at a time.
   */
  public Recorder share(String model, Sharing sharing) {
    var judge = models.computeIfAbsent(model, this::begin);
    var message = new SharingMessage(judge, sharing);
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
        && !queue.offer(new LabelMessage(judge, version.version(), revision, label))) {
      dropped.increment();
    }
  }

  /** Takes what has come; to be called every few hundredths of a second, with the time now. */
  public void work(long millis) {
    long nanos = ticker.getAsLong();
    synchronized (lock) {
      for (var message = queue.poll(); message != null; message = queue.poll()) {
        message.judge().add(message);
        changed = true;
      }
      models.values().forEach(judge -> judge.work(millis, nanos));
    }
  }

  /** Puts the evidence into the store, if there is more of it than before. */
  public void save() throws IOException {
    Map<EvidenceKey, Evidence> all;
    synchronized (lock) {
      if (!changed) {
        return;
      }
      all = new HashMap<>(before);
      models.values().forEach(judge -> judge.save(all));
      changed = false;
    }
    store.save(all);
  }

  /**
   * Looks whether the terms of a model have changed; its evidence begins anew then, at this time.
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

  /** How many calls and labels came faster than they were taken, and count for nothing. */
  public long dropped() {
    return dropped.sum();
  }

  private ModelJudge begin(String model) {
    synchronized (lock) {
      var own = new HashMap<Pair, Evidence>();
      before.forEach((key, evidence) -> {
        if (key.model().equals(model)) {
          own.put(new Pair(key.stable(), key.canary()), evidence);
        }
      });
      before.keySet().removeIf(key -> key.model().equals(model));
      return new ModelJudge(model, listener, terms.apply(model), own);
    }
  }

  private Recording record(ModelJudge judge, long revision, long version, Arrival arrival) {
    var call = new RecordedCall(judge, revision, version, arrival);
    if (queue.offer(call)) {
      return call;
    }
    dropped.increment();
    return Recording.NONE;
  }
}
