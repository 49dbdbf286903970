package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.control.Audit;
import dev.serin.control.ChangeRefusedException;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.control.Control;
import dev.serin.control.ModelState;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.rpc.Caller;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.Tensors;
import dev.serin.telemetry.StatusBooks;
import dev.serin.v1.AcceptVersionRequest;
import dev.serin.v1.ListModelsRequest;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.Model;
import dev.serin.v1.ModelServiceGrpc.ModelServiceImplBase;
import dev.serin.v1.ModelStatus;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.RetryVersionRequest;
import dev.serin.v1.Version;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code serin.v1.ModelService}. */
public final class ModelEndpoint extends ModelServiceImplBase {
  private final VersionPool pool;
  private final Control control;
  private final VersionReports reports;
  private final ComparisonReports comparisons;
  private final Function<String, List<String>> notes;
  private final VersionCommands commands;

  /** Reads from these; the notes of a model are what an operator should know about it. */
  public ModelEndpoint(
      VersionPool pool,
      Control control,
      VersionReports reports,
      ComparisonReports comparisons,
      Function<String, List<String>> notes,
      VersionCommands commands) {
    this.pool = pool;
    this.control = control;
    this.reports = reports;
    this.comparisons = comparisons;
    this.notes = notes;
    this.commands = commands;
  }

  @Override
  public void list(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
    var response = ListModelsResponse.newBuilder();
    pool.models().keySet().forEach(name -> response.addModels(model(name)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void status(ModelStatusRequest request, StreamObserver<ModelStatus> observer) {
    var name = request.getModel();
    var revision = control.revision(name);
    if (pool.versions(name).isEmpty() && revision.isEmpty()) {
      observer.onError(StatusTable.error(
          Status.NOT_FOUND,
          "model: " + name + " (expected: one of " + pool.models().keySet() + ")"));
      return;
    }
    var status = ModelStatus.newBuilder()
        .setModel(model(name))
        .setWindow(Durations.fromNanos(StatusBooks.WINDOW.toNanos()))
        .setSince(reports.since())
        .addAllNotes(notes.apply(name))
        .addAllComparisons(comparisons.of(name));
    revision.ifPresent(current -> {
      status.setRevision(Revisions.message(current));
      status.addAllVersions(reports.of(current));
    });
    observer.onNext(status.build());
    observer.onCompleted();
  }

  @Override
  public void retry(RetryVersionRequest request, StreamObserver<Version> observer) {
    var id = new VersionId(request.getModel(), request.getVersion());
    command(id, State.REJECTED, observer, () -> commands.retry(id));
  }

  @Override
  public void accept(AcceptVersionRequest request, StreamObserver<Version> observer) {
    var id = new VersionId(request.getModel(), request.getVersion());
    var author = Caller.author(request.getAuthor());
    command(id, State.REPLACED, observer, () -> {
      Audit.check(author, request.getReason());
      var files = pool.status(id).map(VersionStatus::sha256).orElse("");
      if (!files.equals(request.getSha256())) {
        throw new ChangeRefusedException(
            Kind.CONFLICT, "sha256: '" + request.getSha256() + "' (expected: " + files + ")");
      }
      return commands.accept(id, files, author, request.getReason());
    });
  }

  /** Has something done with a version that is in this state, and tells how it is then. */
  private void command(
      VersionId id,
      State state,
      StreamObserver<Version> observer,
      Supplier<CompletionStage<Void>> command) {
    try {
      var before = pool.status(id)
          .orElseThrow(() -> new ChangeRefusedException(
              Kind.NOT_FOUND,
              id + " (expected: one of " + pool.versions(id.model()).keySet() + " of the models "
                  + pool.models().keySet() + ")"));
      if (before.state() != state) {
        throw new ChangeRefusedException(
            Kind.PRECONDITION, id + " is " + before.state() + " (expected: " + state + ")");
      }
      command.get().whenComplete((done, failed) -> {
        var after = pool.status(id);
        if (failed != null || after.isEmpty()) {
          observer.onError(AdminStatus.error(failed(id, failed)));
        } else {
          observer.onNext(version(after.get()));
          observer.onCompleted();
        }
      });
    } catch (ChangeRefusedException e) {
      observer.onError(AdminStatus.error(e));
    }
  }

  private static Throwable failed(VersionId id, @Nullable Throwable failure) {
    if (failure == null) {
      return new ChangeRefusedException(Kind.NOT_FOUND, id + " is gone from the repository");
    }
    var cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return cause instanceof IOException
        ? new ChangeRefusedException(Kind.STORAGE, String.valueOf(cause.getMessage()))
        : cause;
  }

  private Model model(String name) {
    var model = Model.newBuilder().setName(name).setState(state(control.state(name)));
    pool.versions(name).values().forEach(version -> model.addVersions(version(version)));
    return model.build();
  }

  private static Model.State state(ModelState state) {
    return switch (state) {
      case SERVING -> Model.State.SERVING;
      case DEGRADED -> Model.State.DEGRADED;
      case NOT_SERVING -> Model.State.NOT_SERVING;
    };
  }

  private static Version.State state(VersionStatus.State state) {
    return switch (state) {
      case LOADING -> Version.State.LOADING;
      case READY -> Version.State.READY;
      case REJECTED -> Version.State.REJECTED;
      case REPLACED -> Version.State.REPLACED;
      case RETIRED -> Version.State.RETIRED;
    };
  }

  private static Version version(VersionStatus status) {
    var version = Version.newBuilder()
        .setVersion(status.id().version())
        .setState(state(status.state()))
        .setReason(status.reason())
        .setSha256(status.sha256());
    status
        .loaded()
        .ifPresent(loaded -> version
            .addAllInputs(Tensors.write(loaded.signature().inputs()))
            .addAllOutputs(Tensors.writeOutputs(loaded.signature())));
    return version.build();
  }
}
