package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.control.ColdVersions;
import dev.serin.control.Control;
import dev.serin.control.RolloutCommand;
import dev.serin.control.RolloutCommand.Request;
import dev.serin.routing.Routing;
import dev.serin.rpc.CallerIdentity;
import dev.serin.rpc.StatusTable;
import dev.serin.split.Share;
import dev.serin.status.Statuses;
import dev.serin.v1.AdvanceRolloutRequest;
import dev.serin.v1.GetRolloutRequest;
import dev.serin.v1.PromoteRolloutRequest;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutRequest;
import dev.serin.v1.RolloutServiceGrpc.RolloutServiceImplBase;
import dev.serin.v1.RolloutStatus;
import dev.serin.v1.StartRolloutRequest;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** {@code serin.v1.RolloutService}. Thread-safe. */
public final class RolloutEndpoint extends RolloutServiceImplBase {
  /** The shortest interval between two statuses of a watch. */
  public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(200);

  private static final int HISTORY_LIMIT = 20;
  private static final int REQUEST_ID_CHARS = 128;

  private final Control control;
  private final ColdVersions changes;
  private final Routing routing;
  private final Statuses statuses;
  private final LongSupplier ticker;
  private final Set<RolloutFollower> followers = ConcurrentHashMap.newKeySet();

  /**
   * Returns the service.
   *
   * @param changes obeys the commands
   * @param ticker nanoseconds
   */
  public RolloutEndpoint(
      Control control,
      ColdVersions changes,
      Routing routing,
      Statuses statuses,
      LongSupplier ticker) {
    this.control = control;
    this.changes = changes;
    this.routing = routing;
    this.statuses = statuses;
    this.ticker = ticker;
  }

  /** Sends due statuses to watches; to be called every {@link #SHORTEST_INTERVAL}. */
  public void tick() {
    long nanos = ticker.getAsLong();
    followers.forEach(follower -> follower.tick(nanos));
  }

  @Override
  public void start(StartRolloutRequest message, StreamObserver<RolloutStatus> observer) {
    var request = new Request(
        message.getModel(),
        message.hasExpectedRevision() ? message.getExpectedRevision() : null,
        CallerIdentity.author(message.getAuthor()),
        message.getReason(),
        message.getRequestId());
    var candidate =
        message.hasCandidate() ? OptionalLong.of(message.getCandidate()) : OptionalLong.empty();
    Optional<Share> canary;
    try {
      canary =
          Optional.of(message.getCanary()).filter(share -> !share.isEmpty()).map(Share::parse);
    } catch (IllegalArgumentException e) {
      observer.onError(StatusTable.invalid("canary: " + e.getMessage()));
      return;
    }
    submit(
        new RolloutCommand.Start(
            request, candidate, message.getForce(), message.getReplace(), canary),
        observer);
  }

  @Override
  public void pause(RolloutRequest message, StreamObserver<RolloutStatus> observer) {
    submit(message, RolloutCommand.Pause::new, observer);
  }

  @Override
  public void resume(RolloutRequest message, StreamObserver<RolloutStatus> observer) {
    submit(message, RolloutCommand.Resume::new, observer);
  }

  @Override
  public void abort(RolloutRequest message, StreamObserver<RolloutStatus> observer) {
    submit(message, RolloutCommand.Abort::new, observer);
  }

  @Override
  public void advance(AdvanceRolloutRequest message, StreamObserver<RolloutStatus> observer) {
    var request = new Request(
        message.getModel(),
        message.hasExpectedRevision() ? message.getExpectedRevision() : null,
        CallerIdentity.author(message.getAuthor()),
        message.getReason(),
        message.getRequestId());
    submit(new RolloutCommand.Advance(request, message.getSkipEvidence()), observer);
  }

  @Override
  public void promote(PromoteRolloutRequest message, StreamObserver<RolloutStatus> observer) {
    var request = new Request(
        message.getModel(),
        message.hasExpectedRevision() ? message.getExpectedRevision() : null,
        CallerIdentity.author(message.getAuthor()),
        message.getReason(),
        message.getRequestId());
    submit(new RolloutCommand.Promote(request, message.getFull(), message.getForce()), observer);
  }

  @Override
  public void get(GetRolloutRequest request, StreamObserver<RolloutStatus> observer) {
    answer(request.getModel(), observer);
  }

  @Override
  public void history(
      RolloutHistoryRequest request, StreamObserver<RolloutHistoryResponse> observer) {
    int limit = request.getLimit() == 0 ? HISTORY_LIMIT : request.getLimit();
    if (limit < 0) {
      observer.onError(StatusTable.invalid("limit: " + limit + " (expected: at least 0)"));
      return;
    }
    var transitions =
        RolloutMessages.transitions(control.history(request.getModel(), Integer.MAX_VALUE));
    if (transitions.isEmpty()) {
      observer.onError(none(request.getModel()));
      return;
    }
    var response = RolloutHistoryResponse.newBuilder();
    transitions.stream()
        .limit(limit)
        .forEach(revision -> response.addTransitions(RolloutMessages.message(revision)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void watch(WatchRolloutRequest request, StreamObserver<RolloutStatus> responses) {
    var observer = (ServerCallStreamObserver<RolloutStatus>) responses;
    var model = request.getModel();
    long interval = request.hasInterval() ? Durations.toNanos(request.getInterval()) : 0;
    if (request.hasInterval() && interval < SHORTEST_INTERVAL.toNanos()) {
      observer.onError(StatusTable.invalid("interval: "
          + Durations.toString(request.getInterval()) + " (expected: at least "
          + SHORTEST_INTERVAL.toMillis() + " ms)"));
      return;
    }
    if (control.revision(model).flatMap(revision -> revision.rollout()).isEmpty()) {
      observer.onError(none(model));
      return;
    }
    follow(model, interval, observer);
  }

  private void follow(
      String model, long intervalNanos, ServerCallStreamObserver<RolloutStatus> observer) {
    var queue = new WatchQueue<RolloutStatus>(observer);
    var follower = new RolloutFollower(control, statuses, queue, model, intervalNanos);
    followers.add(follower);
    var subscription = control.watch(model, follower::accept);
    Runnable ended = () -> {
      subscription.close();
      followers.remove(follower);
      queue.end();
    };
    observer.setOnReadyHandler(queue::drain);
    observer.setOnCancelHandler(ended);
    observer.setOnCloseHandler(ended);
  }

  private void submit(
      RolloutRequest message,
      Function<Request, RolloutCommand> command,
      StreamObserver<RolloutStatus> observer) {
    var request = new Request(
        message.getModel(),
        message.hasExpectedRevision() ? message.getExpectedRevision() : null,
        CallerIdentity.author(message.getAuthor()),
        message.getReason(),
        message.getRequestId());
    submit(command.apply(request), observer);
  }

  private void submit(RolloutCommand command, StreamObserver<RolloutStatus> observer) {
    var id = command.request().requestId();
    if (id.length() > REQUEST_ID_CHARS || id.codePoints().anyMatch(Character::isISOControl)) {
      observer.onError(StatusTable.invalid("request_id: " + id.length()
          + " characters (expected: at most " + REQUEST_ID_CHARS + " in one line)"));
      return;
    }
    changes.submit(command).whenComplete((revision, refused) -> {
      if (refused != null) {
        observer.onError(AdminStatus.error(refused));
      } else {
        answer(revision.model(), observer);
      }
    });
  }

  private void answer(String model, StreamObserver<RolloutStatus> observer) {
    control
        .rollout(model)
        .thenApply(view ->
            view.map(statuses::rollout).map(StatusMessages::status).orElseThrow(() -> none(model)))
        .whenComplete((status, failure) -> {
          if (failure != null) {
            observer.onError(AdminStatus.error(failure));
          } else {
            observer.onNext(status);
            observer.onCompleted();
          }
        });
  }

  private StatusRuntimeException none(String model) {
    return StatusTable.error(
        Status.NOT_FOUND,
        control.revision(model).isEmpty()
            ? "model: " + model + " (expected: one of " + routing.models().keySet() + ")"
            : "rollout: " + model + " has none (expected: one, by `rollout start`)");
  }
}
