package dev.serin.rpc.oip;

import dev.serin.control.ChangeRefusedException;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.control.ModelLoading;
import dev.serin.inference.ModelRepositoryParameter;
import dev.serin.inference.RepositoryModelLoadRequest;
import dev.serin.inference.RepositoryModelLoadResponse;
import dev.serin.inference.RepositoryModelUnloadRequest;
import dev.serin.inference.RepositoryModelUnloadResponse;
import dev.serin.rpc.CallerIdentity;
import dev.serin.rpc.StatusTable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Loads and unloads models, where that is allowed. Thread-safe. */
final class RepositoryControl {
  private static final String CONFIG = "config";
  private static final String FILE = "file:";
  private static final String DEPENDENTS = "unload_dependents";

  /** Triton's text, by which clients know it. */
  private static final String NOT_ALLOWED =
      "explicit model load / unload is not allowed if polling is enabled"
          + " (use the admin port, or serve with --allow-repository-control)";

  private final Optional<ModelLoading> loading;

  /** Returns the control; callers are refused if there is no loading. */
  RepositoryControl(Optional<ModelLoading> loading) {
    this.loading = loading;
  }

  void load(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> observer) {
    var model = request.getModelName();
    try {
      var allowed = allowed(request.getRepositoryName());
      var config = config(request.getParametersMap());
      allowed
          .load(model, config, CallerIdentity.author(""), "RepositoryModelLoad")
          .whenComplete((done, failed) -> {
            if (failed != null) {
              observer.onError(error("load", model, failed));
            } else {
              observer.onNext(RepositoryModelLoadResponse.newBuilder()
                  .setModelName(model)
                  .setIsLoaded(true)
                  .build());
              observer.onCompleted();
            }
          });
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    }
  }

  void unload(
      RepositoryModelUnloadRequest request,
      StreamObserver<RepositoryModelUnloadResponse> observer) {
    var model = request.getModelName();
    try {
      var allowed = allowed(request.getRepositoryName());
      for (var key : request.getParametersMap().keySet()) {
        if (!key.equals(DEPENDENTS)) {
          throw StatusTable.invalid("unrecognized unload parameter '" + key + "'");
        }
      }
      allowed
          .unload(model, CallerIdentity.author(""), "RepositoryModelUnload")
          .whenComplete((done, failed) -> {
            if (failed != null) {
              observer.onError(error("unload", model, failed));
            } else {
              observer.onNext(RepositoryModelUnloadResponse.newBuilder()
                  .setModelName(model)
                  .setIsUnloaded(true)
                  .build());
              observer.onCompleted();
            }
          });
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    }
  }

  private ModelLoading allowed(String repository) {
    if (!repository.isEmpty()) {
      throw StatusTable.error(
          Status.UNIMPLEMENTED, "'repository_name' specification is not supported");
    }
    return loading.orElseThrow(() -> StatusTable.error(Status.UNAVAILABLE, NOT_ALLOWED));
  }

  private static Optional<String> config(Map<String, ModelRepositoryParameter> parameters) {
    for (var key : parameters.keySet()) {
      if (key.startsWith(FILE)) {
        throw StatusTable.error(
            Status.UNIMPLEMENTED,
            "load parameter '" + key + "': files cannot be uploaded (expected: the version in the"
                + " repository; `./serin models import` copies it there)");
      }
      if (!key.equals(CONFIG)) {
        throw StatusTable.invalid("unrecognized load parameter '" + key + "'");
      }
    }
    var config = parameters.get(CONFIG);
    if (config != null && !config.hasStringParam()) {
      throw StatusTable.invalid("load parameter '" + CONFIG + "': "
          + config.getParameterChoiceCase() + " (expected: a string, a ModelConfig in JSON)");
    }
    return Optional.ofNullable(config).map(ModelRepositoryParameter::getStringParam);
  }

  private static StatusRuntimeException error(String what, String model, Throwable failure) {
    var cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    var message = "failed to " + what + " '" + model + "', " + cause.getMessage();
    return StatusTable.error(
        cause instanceof ChangeRefusedException refused
            ? status(refused.kind(), what)
            : Status.INTERNAL,
        message);
  }

  /** Triton answers INTERNAL where a model cannot be loaded, whatever the reason. */
  private static Status status(Kind kind, String what) {
    return switch (kind) {
      case INVALID -> Status.INVALID_ARGUMENT;
      case STORAGE -> Status.UNAVAILABLE;
      case NOT_FOUND -> what.equals("load") ? Status.INTERNAL : Status.NOT_FOUND;
      case CONFLICT, PRECONDITION ->
        what.equals("load") ? Status.INTERNAL : Status.FAILED_PRECONDITION;
    };
  }
}
