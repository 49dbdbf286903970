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
import dev.serin.v1.LoadModelRequest;
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
import dev.serin.v1.UnloadModelRequest;
import dev.serin.v1.Version;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of a gateway's admin port: reads what it serves and changes it.
 *
 * <p>Every failure is a {@link SerinException}. Calls that only read are retried automatically, up
 * to three times within the deadline, when the gateway is not available; so are changes of a
 * rollout, which the gateway makes once for each {@link RolloutChange#requestId()}. Setting a split
 * is not: if the answer was lost, the split may be in force, and a retry would add a revision,
 * which might undo another change made in between. With {@link SplitChange#expectedRevision()} it
 * is safe to set it again; the answer is {@code ABORTED} then, also if the first one is in force.
 *
 * <p>Thread-safe: share one among all threads, because it holds one connection.
 */
public final class SerinAdmin implements AutoCloseable {
  private static final MethodDescriptor<SetSplitRequest, dev.serin.v1.SplitRevision> SET =
      SplitServiceGrpc.getSetMethod();
  private static final Unary<ListModelsRequest, ListModelsResponse, List<Model>> LIST =
      new Unary<>(ModelServiceGrpc.getListMethod(), true, AdminWire::models);
  private static final Unary<ListModelsRequest, ListModelsResponse, String> REPOSITORY =
      new Unary<>(ModelServiceGrpc.getListMethod(), true, ListModelsResponse::getRepository);
  private static final Unary<ModelStatusRequest, dev.serin.v1.ModelStatus, ModelStatus> STATUS =
      new Unary<>(ModelServiceGrpc.getStatusMethod(), true, AdminWire::status);
  private static final Unary<LoadModelRequest, dev.serin.v1.Model, Model> LOAD =
      new Unary<>(ModelServiceGrpc.getLoadMethod(), /* repeatable= */ true, AdminWire::model);
  private static final Unary<UnloadModelRequest, dev.serin.v1.Model, Model> UNLOAD =
      new Unary<>(ModelServiceGrpc.getUnloadMethod(), /* repeatable= */ true, AdminWire::model);
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
   * socket, {@code unix:/path}; without TLS. The first call connects, and later calls reconnect
   * after a failure.
   *
   * <p>Throws {@link IllegalArgumentException} if the address has another form, or is a socket on a
   * platform where the library does not support them.
   */
  public static SerinAdmin connect(String address, ClientOptions options) {
    return new SerinAdmin(Calls.to(address, options));
  }

  /** Returns all models and their versions. */
  public List<Model> models() {
    return call(LIST, ListModelsRequest.getDefaultInstance());
  }

  /**
   * Returns the path of the folder of models on the gateway's machine; empty from a gateway that
   * does not tell.
   */
  public String repository() {
    return call(REPOSITORY, ListModelsRequest.getDefaultInstance());
  }

  /** Returns the status of a model; {@code NOT_FOUND} if there is no such model. */
  public ModelStatus status(String model) {
    return call(STATUS, ModelStatusRequest.newBuilder().setModel(model).build());
  }

  /**
   * Makes the gateway load a rejected version now, even if its files ended the gateway before, and
   * returns the result.
   *
   * <p>{@code NOT_FOUND}: no such version. {@code FAILED_PRECONDITION}: it is not REJECTED.
   */
  public Model.Version retryVersion(String model, long version) {
    var request =
        RetryVersionRequest.newBuilder().setModel(model).setVersion(version).build();
    return call(RETRY, request);
  }

  /**
   * Accepts the present files of a version whose files were replaced, and returns the result.
   *
   * <p>{@code NOT_FOUND}: no such version. {@code FAILED_PRECONDITION}: it is not REPLACED.
   * {@code ABORTED}: its files no longer have this hash. {@code UNAVAILABLE}: the acceptance could
   * not be written to disk.
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

  /**
   * Serves an unloaded model again, with the split that it had, and loads what is new in its
   * folder; returns the model when its versions are loaded.
   *
   * <p>{@code NOT_FOUND}: no such model. {@code FAILED_PRECONDITION}: its stable could not be
   * loaded. {@code UNAVAILABLE}: the revision could not be written to disk.
   */
  public Model loadModel(String model, String author, String reason) {
    var request = LoadModelRequest.newBuilder()
        .setModel(model)
        .setAuthor(author)
        .setReason(reason)
        .build();
    return call(LOAD, request);
  }

  /**
   * Stops serving a model, and unloads its versions, until it is loaded again, also after restarts.
   *
   * <p>{@code NOT_FOUND}: no such model. {@code FAILED_PRECONDITION}: a rollout is running.
   * {@code UNAVAILABLE}: the revision could not be written to disk.
   */
  public Model unloadModel(String model, String author, String reason) {
    var request = UnloadModelRequest.newBuilder()
        .setModel(model)
        .setAuthor(author)
        .setReason(reason)
        .build();
    return call(UNLOAD, request);
  }

  /** Returns the split in force. */
  public SplitRevision split(String model) {
    return call(GET, GetSplitRequest.newBuilder().setModel(model).build());
  }

  /**
   * Makes a new revision and returns it; it is already in force for new calls.
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

  /** Returns past revisions, newest first; a limit of 0 is the gateway's default. */
  public List<SplitRevision> history(String model, int limit) {
    var request = SplitHistoryRequest.newBuilder().setModel(model).setLimit(limit);
    return call(HISTORY, request.build());
  }

  /**
   * Passes the revision in force and then every later one to a consumer, in order, until the watch
   * is closed or breaks; see {@link Watch#ended()}. It does not reconnect.
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
   * Starts a rollout, which raises a version step by step.
   *
   * <p>{@code FAILED_PRECONDITION}: stable does not have all users, a rollout is running, the
   * candidate is not ready, no quality is configured, or the candidate was rolled back recently.
   */
  public RolloutStatus startRollout(RolloutStart start) {
    return rollout(RolloutServiceGrpc.getStartMethod(), RolloutWire.request(start));
  }

  /** Returns the status of a model's last rollout; {@code NOT_FOUND} if it never had one. */
  public RolloutStatus rollout(String model) {
    return rollout(
        RolloutServiceGrpc.getGetMethod(),
        GetRolloutRequest.newBuilder().setModel(model).build());
  }

  /**
   * Passes the status of a model's last rollout to a consumer, now and at each transition, until it
   * is over or the watch is closed or breaks.
   *
   * <p>The consumer is called on a thread of the library; while it waits, the watch waits.
   */
  public Watch watchRollout(String model, Consumer<RolloutStatus> statuses) {
    return watchRollout(WatchRolloutRequest.newBuilder().setModel(model).build(), statuses);
  }

  /** Watches a rollout, with a status at this interval, of at least 0.2 s, between transitions. */
  public Watch watchRollout(String model, Duration interval, Consumer<RolloutStatus> statuses) {
    return watchRollout(RolloutWire.watch(model, interval), statuses);
  }

  /**
   * Pauses the rollout: the share is not raised until it is resumed. The gates keep watching and
   * can roll back.
   */
  public RolloutStatus pauseRollout(RolloutChange change) {
    return rollout(RolloutServiceGrpc.getPauseMethod(), RolloutWire.request(change));
  }

  /** Resumes the rollout; approves or acknowledges the reason of its pause. */
  public RolloutStatus resumeRollout(RolloutChange change) {
    return rollout(RolloutServiceGrpc.getResumeMethod(), RolloutWire.request(change));
  }

  /** Advances to the next step; {@code FAILED_PRECONDITION} if a condition is missing. */
  public RolloutStatus advanceRollout(RolloutAdvance advance) {
    return rollout(RolloutServiceGrpc.getAdvanceMethod(), RolloutWire.request(advance));
  }

  /** Gives the candidate all users; {@code FAILED_PRECONDITION} if a condition is missing. */
  public RolloutStatus promoteRollout(RolloutPromotion promotion) {
    return rollout(RolloutServiceGrpc.getPromoteMethod(), RolloutWire.request(promotion));
  }

  /** Aborts the rollout: all users go back to stable at once, in any state. */
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
