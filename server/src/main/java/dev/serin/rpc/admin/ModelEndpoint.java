package dev.serin.rpc.admin;

import dev.serin.control.Audit;
import dev.serin.control.ChangeRefusedException;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.control.ModelLoading;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.rpc.CallerIdentity;
import dev.serin.rpc.StatusTable;
import dev.serin.status.Statuses;
import dev.serin.v1.AcceptVersionRequest;
import dev.serin.v1.ListModelsRequest;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.LoadModelRequest;
import dev.serin.v1.Model;
import dev.serin.v1.ModelServiceGrpc.ModelServiceImplBase;
import dev.serin.v1.ModelStatus;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.RetryVersionRequest;
import dev.serin.v1.UnloadModelRequest;
import dev.serin.v1.Version;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code serin.v1.ModelService}. */
public final class ModelEndpoint extends ModelServiceImplBase {
  private final VersionPool pool;
  private final Statuses statuses;
  private final VersionCommands commands;
  private final ModelLoading loading;
  private final Path repository;

  /**
   * Returns the service.
   *
   * @param repository the folder of models
   */
  public ModelEndpoint(
      VersionPool pool,
      Statuses statuses,
      VersionCommands commands,
      ModelLoading loading,
      Path repository) {
    this.repository = repository;
    this.pool = pool;
    this.statuses = statuses;
    this.commands = commands;
    this.loading = loading;
  }

  @Override
  public void list(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
    var response = ListModelsResponse.newBuilder().setRepository(repository.toString());
    statuses.list().forEach(model -> response.addModels(StatusMessages.model(model)));
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public void status(ModelStatusRequest request, StreamObserver<ModelStatus> observer) {
    var name = request.getModel();
    var model = statuses.model(name);
    if (model.isEmpty()) {
      observer.onError(StatusTable.error(
          Status.NOT_FOUND, "model: " + name + " (expected: one of " + statuses.models() + ")"));
      return;
    }
    observer.onNext(StatusMessages.status(model.get()));
    observer.onCompleted();
  }

  @Override
  public void retry(RetryVersionRequest request, StreamObserver<Version> observer) {
    var id = new VersionId(request.getModel(), request.getVersion());
    command(id, Set.of(State.REJECTED, State.COLD), observer, () -> commands.retry(id));
  }

  @Override
  public void accept(AcceptVersionRequest request, StreamObserver<Version> observer) {
    var id = new VersionId(request.getModel(), request.getVersion());
    var author = CallerIdentity.author(request.getAuthor());
    command(id, Set.of(State.REPLACED), observer, () -> {
      Audit.check(author, request.getReason());
      var files = pool.status(id).map(VersionStatus::sha256).orElse("");
      if (!files.equals(request.getSha256())) {
        throw new ChangeRefusedException(
            Kind.CONFLICT, "sha256: '" + request.getSha256() + "' (expected: " + files + ")");
      }
      return commands.accept(id, files, author, request.getReason());
    });
  }

  @Override
  public void load(LoadModelRequest request, StreamObserver<Model> observer) {
    var author = CallerIdentity.author(request.getAuthor());
    answer(
        loading.load(request.getModel(), author, request.getReason()),
        request.getModel(),
        observer);
  }

  @Override
  public void unload(UnloadModelRequest request, StreamObserver<Model> observer) {
    var author = CallerIdentity.author(request.getAuthor());
    answer(
        loading.unload(request.getModel(), author, request.getReason()),
        request.getModel(),
        observer);
  }

  /** Answers with the state of a model after a command. */
  private void answer(CompletionStage<Void> command, String model, StreamObserver<Model> observer) {
    command.whenComplete((done, failed) -> {
      var after =
          statuses.list().stream().filter(each -> each.name().equals(model)).findFirst();
      if (failed != null || after.isEmpty()) {
        observer.onError(AdminStatus.error(failed(model, failed)));
      } else {
        observer.onNext(StatusMessages.model(after.get()));
        observer.onCompleted();
      }
    });
  }

  /** Runs a command on a version in one of these states, and answers with its state afterwards. */
  private void command(
      VersionId id,
      Set<State> states,
      StreamObserver<Version> observer,
      Supplier<CompletionStage<Void>> command) {
    try {
      var before = pool.status(id)
          .orElseThrow(() -> new ChangeRefusedException(
              Kind.NOT_FOUND,
              id + " (expected: one of " + pool.versions(id.model()).keySet() + " of the models "
                  + pool.models().keySet() + ")"));
      if (!states.contains(before.state())) {
        var expected =
            states.stream().sorted().map(State::name).collect(Collectors.joining(" or "));
        throw new ChangeRefusedException(
            Kind.PRECONDITION, id + " is " + before.state() + " (expected: " + expected + ")");
      }
      command.get().whenComplete((done, failed) -> {
        var after = pool.status(id);
        if (failed != null || after.isEmpty()) {
          observer.onError(AdminStatus.error(failed(id.toString(), failed)));
        } else {
          observer.onNext(StatusMessages.version(after.get()));
          observer.onCompleted();
        }
      });
    } catch (ChangeRefusedException e) {
      observer.onError(AdminStatus.error(e));
    }
  }

  private static Throwable failed(String what, @Nullable Throwable failure) {
    if (failure == null) {
      return new ChangeRefusedException(Kind.NOT_FOUND, what + " is no longer in the repository");
    }
    var cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return cause instanceof IOException
        ? new ChangeRefusedException(Kind.STORAGE, String.valueOf(cause.getMessage()))
        : cause;
  }
}
