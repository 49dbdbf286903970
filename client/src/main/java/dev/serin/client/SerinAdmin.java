package dev.serin.client;

import com.google.protobuf.MessageLite;
import dev.serin.client.Calls.Unary;
import dev.serin.v1.AcceptVersionRequest;
import dev.serin.v1.ExplainRequest;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.GetRolloutRequest;
import dev.serin.v1.GetSplitRequest;
import dev.serin.v1.ListModelsRequest;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.RetryVersionRequest;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.SplitHistoryRequest;
import dev.serin.v1.SplitHistoryResponse;
import dev.serin.v1.SplitServiceGrpc;
import dev.serin.v1.Version;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks at what a gateway serves and changes it, over its admin port.
 *
 * <p>Every failure is a {@link SerinException}. Calls that only read are repeated by themselves, up
 * to three times within the deadline, when the gateway is not available; so are changes of a
 * rollout, which the gateway makes once for each {@link RolloutChange#requestId()}. Setting a split
 * is not: a first one whose answer was lost may be in force, so that a second would be one more
 * revision, and might undo what somebody else did in between. With
 * {@link SplitChange#expectedRevision()} it is safe to set it again; {@code ABORTED} is then the
 * answer also when the first one is in force.
 *
 * <p>Thread-safe: share one among all threads, for it holds one connection.
 */
public final class SerinAdmin implements AutoCloseable {
  private static final MethodDescriptor<SetSplitRequest, dev.serin.v1.SplitRevision> SET =
      SplitServiceGrpc.getSetMethod();
  private static final Unary<ListModelsRequest, ListModelsResponse, List<Model>> LIST =
      new Unary<>(ModelServiceGrpc.getListMethod(), true, AdminWire::models);
  private static final Unary<ModelStatusRequest, dev.serin.v1.ModelStatus, ModelStatus> STATUS =
      new Unary<>(ModelServiceGrpc.getStatusMethod(), true, AdminWire::status);
  private static final Unary<RetryVersionRequest, Version, Model.Version> RETRY =
      new Unary<>(ModelServiceGrpc.getRetryMethod(), false, AdminWire::version);
  private static final Unary<AcceptVersionRequest, Version, Model.Version> ACCEPT =
      new Unary<>(ModelServiceGrpc.getAcceptMethod(), false, AdminWire::version);
  private static final Unary<GetSplitRequest, dev.serin.v1.SplitRevision, SplitRevision> GET =
      new Unary<>(SplitServiceGrpc.getGetMethod(), true, AdminWire::revision);
  private static final Unary<SplitHistoryRequest, SplitHistoryResponse, List<SplitRevision>>
      HISTORY = new Unary<>(SplitServiceGrpc.getHistoryMethod(), true, AdminWire::history);
  private static final Unary<ExplainRequest, ExplainResponse, Explanation> EXPLAIN =
      new Unary<>(SplitServiceGrpc.getExplainMethod(), true, AdminWire::explanation);
  private static final Unary<RolloutHistoryRequest, RolloutHistoryResponse, List<Rollout>>
      TRANSITIONS = new Unary<>(RolloutServiceGrpc.getHistoryMethod(), true, RolloutWire::history);

  private final Calls calls;

  private SerinAdmin(Calls calls) {
    this.calls = calls;
  }

  /**
   * Returns a client of the gateway whose admin port is at {@code host:port}, or at a Unix domain
   * socket, {@code unix:/path}; without TLS.
   */
  public static SerinAdmin connect(String address) {
    return connect(address, ClientOptions.defaults());
  }

  /**
   * Returns a client of the gateway whose admin port is at {@code host:port}, or at a Unix domain
   * socket, {@code unix:/path}; without TLS. The connection is made by the first call, and again
   * whenever it broke.
   *
   * <p>Throws {@link IllegalArgumentException} if the address has another form, or is a socket on a
   * platform where the library has none.
   */
  public static SerinAdmin connect(String address, ClientOptions options) {
    return new SerinAdmin(Calls.to(address, options));
  }

  /** Returns every model and what is loaded of it. */
  public List<Model> models() {
    return call(LIST, ListModelsRequest.getDefaultInstance());
  }

  /** Returns how a model does; {@code NOT_FOUND} if there is no such model. */
  public ModelStatus status(String model) {
    return call(STATUS, ModelStatusRequest.newBuilder().setModel(model).build());
  }

  /**
   * Lets the gateway load a version now that it rejected, even if its files ended the gateway
   * before, and returns what became of it.
   *
   * <p>{@code NOT_FOUND}: no such version. {@code FAILED_PRECONDITION}: it is not REJECTED.
   */
  public Model.Version retryVersion(String model, long version) {
    var request =
        RetryVersionRequest.newBuilder().setModel(model).setVersion(version).build();
    return call(RETRY, request);
  }

  /**
   * Lets a version whose files were replaced be the files that it has now, and returns what became
   * of it.
   *
   * <p>{@code NOT_FOUND}: no such version. {@code FAILED_PRECONDITION}: it is not REPLACED.
   * {@code ABORTED}: its files are others by now than those of this hash. {@code UNAVAILABLE}: the
   * disk refuses.
   */
  public Model.Version acceptVersion(
      String model, long version, String sha256, String author, String reason) {
    var request = AcceptVersionRequest.newBuilder()
        .setModel(model)
        .setVersion(version)
        .setSha256(sha256)
        .setAuthor(author)
        .setReason(reason)
        .build();
    return call(ACCEPT, request);
  }

  /** Returns the split in force. */
  public SplitRevision split(String model) {
    return call(GET, GetSplitRequest.newBuilder().setModel(model).build());
  }

  /**
   * Makes a new revision and returns it; it is in force for new calls by then.
   *
   * <p>{@code INVALID_ARGUMENT}: the shares are not exact decimals that sum to exactly 1.
   * {@code FAILED_PRECONDITION}: a version cannot take users, or would gain too many at once
   * without {@code force}. {@code ABORTED}: another revision than the expected one is in force.
   * {@code UNAVAILABLE}: a raise could not be written to disk and was refused.
   */
  public SplitRevision setSplit(SplitChange change) {
    boolean repeatable = change.expectedRevision().isPresent();
    return call(new Unary<>(SET, repeatable, AdminWire::revision), AdminWire.setSplit(change));
  }

  /** Returns past revisions, newest first; as many as the gateway sees fit for a limit of 0. */
  public List<SplitRevision> history(String model, int limit) {
    var request = SplitHistoryRequest.newBuilder().setModel(model).setLimit(limit);
    return call(HISTORY, request.build());
  }

  /**
   * Hands over the revision in force and then every later one, in their order, until the watch is
   * closed or breaks; see {@link Watch#ended()}. It is not renewed by itself.
   *
   * <p>The consumer is called on a thread of the library; while it waits, the watch waits.
   */
  public Watch watch(String model, Consumer<SplitRevision> revisions) {
    var request = GetSplitRequest.newBuilder().setModel(model).build();
    return watch(SplitServiceGrpc.getWatchMethod(), request, AdminWire::revision, revisions);
  }

  /** Returns which version a user gets, and why. */
  public Explanation explain(String model, String userId) {
    return call(EXPLAIN, AdminWire.explain(model, userId));
  }

  /**
   * Begins to raise a version step by step.
   *
   * <p>{@code FAILED_PRECONDITION}: stable has not all users, a rollout runs, the candidate is not
   * ready, no quality is configured, or the candidate was rolled back of late.
   */
  public RolloutStatus startRollout(RolloutStart start) {
    return rollout(RolloutServiceGrpc.getStartMethod(), RolloutWire.request(start));
  }

  /** Returns how the last rollout of a model stands; {@code NOT_FOUND} if it never had one. */
  public RolloutStatus rollout(String model) {
    return rollout(
        RolloutServiceGrpc.getGetMethod(),
        GetRolloutRequest.newBuilder().setModel(model).build());
  }

  /**
   * Hands over how the last rollout of a model stands, now and at each transition, until it is over
   * or the watch is closed or breaks.
   *
   * <p>The consumer is called on a thread of the library; while it waits, the watch waits.
   */
  public Watch watchRollout(String model, Consumer<RolloutStatus> statuses) {
    return watchRollout(WatchRolloutRequest.newBuilder().setModel(model).build(), statuses);
  }

  /** The same, and in between at this interval, of at least 0.2 s. */
  public Watch watchRollout(String model, Duration interval, Consumer<RolloutStatus> statuses) {
    return watchRollout(RolloutWire.watch(model, interval), statuses);
  }

  /** Raises nothing until it is resumed. The gates go on, and can take the users back. */
  public RolloutStatus pauseRollout(RolloutChange change) {
    return rollout(RolloutServiceGrpc.getPauseMethod(), RolloutWire.request(change));
  }

  /** Goes on; approves and acknowledges what it was paused for. */
  public RolloutStatus resumeRollout(RolloutChange change) {
    return rollout(RolloutServiceGrpc.getResumeMethod(), RolloutWire.request(change));
  }

  /** Goes to the next step; {@code FAILED_PRECONDITION} if something is missing for that. */
  public RolloutStatus advanceRollout(RolloutAdvance advance) {
    return rollout(RolloutServiceGrpc.getAdvanceMethod(), RolloutWire.request(advance));
  }

  /** Gives the candidate all users; {@code FAILED_PRECONDITION} if something is missing. */
  public RolloutStatus promoteRollout(RolloutPromotion promotion) {
    return rollout(RolloutServiceGrpc.getPromoteMethod(), RolloutWire.request(promotion));
  }

  /** Takes all users back at once, in whatever state. */
  public RolloutStatus abortRollout(RolloutChange change) {
    return rollout(RolloutServiceGrpc.getAbortMethod(), RolloutWire.request(change));
  }

  /** Returns the transitions of the model's rollouts, newest first; see {@link #history}. */
  public List<Rollout> rolloutHistory(String model, int limit) {
    var request = RolloutHistoryRequest.newBuilder().setModel(model).setLimit(limit);
    return call(TRANSITIONS, request.build());
  }

  /** Cancels the calls in flight and the watches. */
  @Override
  public void close() {
    calls.cancel();
  }

  private <Q extends MessageLite> RolloutStatus rollout(
      MethodDescriptor<Q, dev.serin.v1.RolloutStatus> method, Q request) {
    return call(new Unary<>(method, true, RolloutWire::status), request);
  }

  private Watch watchRollout(WatchRolloutRequest request, Consumer<RolloutStatus> statuses) {
    return watch(RolloutServiceGrpc.getWatchMethod(), request, RolloutWire::status, statuses);
  }

  private <Q, R, T> Watch watch(
      MethodDescriptor<Q, R> method, Q request, Function<R, T> read, Consumer<T> consumer) {
    var watch = new Watch(e -> calls.failure(e, true));
    watch.start(calls.openEndless(method), request, read, consumer);
    return watch;
  }

  private <Q extends MessageLite, R, T> T call(Unary<Q, R, T> unary, Q request) {
    return calls.call(unary, request, new Metadata());
  }
}
