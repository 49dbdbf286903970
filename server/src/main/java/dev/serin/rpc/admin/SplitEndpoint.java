package dev.serin.rpc.admin;

import dev.serin.control.ColdVersions;
import dev.serin.control.Control;
import dev.serin.control.SetSplit;
import dev.serin.routing.Routing;
import dev.serin.rpc.CallerIdentity;
import dev.serin.rpc.StatusTable;
import dev.serin.v1.ExplainRequest;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.GetSplitRequest;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.SplitHistoryRequest;
import dev.serin.v1.SplitHistoryResponse;
import dev.serin.v1.SplitRevision;
import dev.serin.v1.SplitServiceGrpc.SplitServiceImplBase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** {@code serin.v1.SplitService}. */
public final class SplitEndpoint extends SplitServiceImplBase {
  private static final int HISTORY_LIMIT = 20;

  private final Control control;
  private final ColdVersions changes;
  private final Routing routing;

  /**
   * Returns the service.
   *
   * @param changes makes them
   */
  public SplitEndpoint(Control control, ColdVersions changes, Routing routing) {
    this.control = control;
    this.changes = changes;
    this.routing = routing;
  }

  @Override
  public void get(GetSplitRequest request, StreamObserver<SplitRevision> observer) {
    var revision = control.revision(request.getModel());
    if (revision.isEmpty()) {
      observer.onError(noRevision(request.getModel()));
      return;
    }
    observer.onNext(Revisions.message(revision.get()));
    observer.onCompleted();
  }

  @Override
  public void set(SetSplitRequest request, StreamObserver<SplitRevision> observer) {
    SetSplit change;
    try {
      change = change(request);
    } catch (IllegalArgumentException e) {
      observer.onError(StatusTable.invalid(String.valueOf(e.getMessage())));
      return;
    }
    changes.submit(change).whenComplete((revision, refused) -> {
      if (refused != null) {
        observer.onError(AdminStatus.error(refused));
      } else {
        observer.onNext(Revisions.message(revision));
        observer.onCompleted();
      }
    });
  }

  @Override
  public void history(SplitHistoryRequest request, StreamObserver<SplitHistoryResponse> observer) {
    int limit = request.getLimit() == 0 ? HISTORY_LIMIT : request.getLimit();
    if (limit < 0) {
      observer.onError(StatusTable.invalid("limit: " + limit + " (expected: at least 0)"));
      return;
    }
    var revisions = control.history(request.getModel(), limit);
    if (revisions.isEmpty()) {
      observer.onError(noRevision(request.getModel()));
      return;
    }
    var response = SplitHistoryResponse.newBuilder();
    revisions.forEach(revision -> response.addRevisions(Revisions.message(revision)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void watch(GetSplitRequest request, StreamObserver<SplitRevision> responses) {
    var observer = (ServerCallStreamObserver<SplitRevision>) responses;
    if (control.revision(request.getModel()).isEmpty()) {
      observer.onError(noRevision(request.getModel()));
      return;
    }
    var queue = new WatchQueue<SplitRevision>(observer);
    var subscription =
        control.watch(request.getModel(), revision -> queue.add(Revisions.message(revision)));
    Runnable ended = () -> {
      subscription.close();
      queue.end();
    };
    observer.setOnReadyHandler(queue::drain);
    // Runs when the caller cancels, and when the watch ends as the caller reads too slowly.
    observer.setOnCancelHandler(ended);
    observer.setOnCloseHandler(ended);
  }

  @Override
  public void explain(ExplainRequest request, StreamObserver<ExplainResponse> observer) {
    var revision = control.revision(request.getModel());
    var route = routing.model(request.getModel());
    if (revision.isEmpty() || route.isEmpty()) {
      observer.onError(noRevision(request.getModel()));
    } else if (request.getUserId().isEmpty()) {
      observer.onError(StatusTable.invalid("user id: empty (expected: a user id)"));
    } else {
      observer.onNext(Explanation.of(route.get(), request.getUserId()));
      observer.onCompleted();
    }
  }

  private StatusRuntimeException noRevision(String model) {
    return StatusTable.error(
        Status.NOT_FOUND,
        "model: " + model + " (expected: one of " + routing.models().keySet() + ")");
  }

  private static SetSplit change(SetSplitRequest request) {
    return new SetSplit(
        request.getModel(),
        Revisions.split(request.getSplitList()),
        request.hasStable() ? request.getStable() : null,
        request.hasExpectedRevision() ? request.getExpectedRevision() : null,
        CallerIdentity.author(request.getAuthor()),
        request.getReason(),
        request.getForce());
  }
}
