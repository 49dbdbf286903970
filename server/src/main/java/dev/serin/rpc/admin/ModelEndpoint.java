package dev.serin.rpc.admin;

import com.google.protobuf.util.Durations;
import dev.serin.control.Control;
import dev.serin.control.ModelState;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.Tensors;
import dev.serin.telemetry.StatusBooks;
import dev.serin.v1.ListModelsRequest;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.Model;
import dev.serin.v1.ModelServiceGrpc.ModelServiceImplBase;
import dev.serin.v1.ModelStatus;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.Version;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/** {@code serin.v1.ModelService}. */
public final class ModelEndpoint extends ModelServiceImplBase {
  private final VersionPool pool;
  private final Control control;
  private final VersionReports reports;
  private final ComparisonReports comparisons;
  private final Function<String, List<String>> notes;

  /** Reads from these; the notes of a model are what an operator should know about it. */
  public ModelEndpoint(
      VersionPool pool,
      Control control,
      VersionReports reports,
      ComparisonReports comparisons,
      Function<String, List<String>> notes) {
    this.pool = pool;
    this.control = control;
    this.reports = reports;
    this.comparisons = comparisons;
    this.notes = notes;
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
      case RETIRED -> Version.State.RETIRED;
    };
  }

  private static Version version(VersionStatus status) {
    var version = Version.newBuilder()
        .setVersion(status.id().version())
        .setState(state(status.state()))
        .setReason(status.reason());
    status
        .loaded()
        .ifPresent(loaded -> version
            .setSha256(loaded.sha256())
            .addAllInputs(Tensors.write(loaded.signature().inputs()))
            .addAllOutputs(Tensors.write(loaded.signature().outputs())));
    return version.build();
  }
}
