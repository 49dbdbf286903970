package dev.serin.rpc.oip;

import dev.serin.inference.CudaSharedMemoryRegisterRequest;
import dev.serin.inference.CudaSharedMemoryRegisterResponse;
import dev.serin.inference.CudaSharedMemoryStatusRequest;
import dev.serin.inference.CudaSharedMemoryStatusResponse;
import dev.serin.inference.CudaSharedMemoryUnregisterRequest;
import dev.serin.inference.CudaSharedMemoryUnregisterResponse;
import dev.serin.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import dev.serin.inference.LogSettingsRequest;
import dev.serin.inference.LogSettingsResponse;
import dev.serin.inference.ModelConfigRequest;
import dev.serin.inference.ModelConfigResponse;
import dev.serin.inference.ModelMetadataRequest;
import dev.serin.inference.ModelMetadataResponse;
import dev.serin.inference.ModelReadyRequest;
import dev.serin.inference.ModelReadyResponse;
import dev.serin.inference.ModelStatisticsRequest;
import dev.serin.inference.ModelStatisticsResponse;
import dev.serin.inference.RepositoryIndexRequest;
import dev.serin.inference.RepositoryIndexResponse;
import dev.serin.inference.RepositoryModelLoadRequest;
import dev.serin.inference.RepositoryModelLoadResponse;
import dev.serin.inference.RepositoryModelUnloadRequest;
import dev.serin.inference.RepositoryModelUnloadResponse;
import dev.serin.inference.ServerLiveRequest;
import dev.serin.inference.ServerLiveResponse;
import dev.serin.inference.ServerMetadataRequest;
import dev.serin.inference.ServerMetadataResponse;
import dev.serin.inference.ServerReadyRequest;
import dev.serin.inference.ServerReadyResponse;
import dev.serin.inference.SystemSharedMemoryRegisterRequest;
import dev.serin.inference.SystemSharedMemoryRegisterResponse;
import dev.serin.inference.SystemSharedMemoryStatusRequest;
import dev.serin.inference.SystemSharedMemoryStatusResponse;
import dev.serin.inference.SystemSharedMemoryUnregisterRequest;
import dev.serin.inference.SystemSharedMemoryUnregisterResponse;
import dev.serin.inference.TraceSettingRequest;
import dev.serin.inference.TraceSettingResponse;
import dev.serin.rpc.StatusTable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;

/** What callers ask about the gateway and its models. Thread-safe. */
final class Reports extends GRPCInferenceServiceImplBase {
  private static final String NAME = "serin";

  /** The parts of the protocol that work. */
  private static final List<String> EXTENSIONS = List.of(
      "classification",
      "model_repository",
      "model_configuration",
      "parameters",
      "schedule_policy",
      "statistics",
      "binary_tensor_data");

  private final InferenceSources from;
  private final Models models;
  private final RepositoryControl control;

  Reports(InferenceSources from, Versions versions, RepositoryControl control) {
    this.from = from;
    this.control = control;
    this.models = new Models(from, versions);
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    answer(
        observer,
        () ->
            ServerLiveResponse.newBuilder().setLive(from.live().getAsBoolean()).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
    answer(
        observer,
        () -> ServerReadyResponse.newBuilder()
            .setReady(from.ready().getAsBoolean())
            .build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    answer(
        observer,
        () -> ServerMetadataResponse.newBuilder()
            .setName(NAME)
            .setVersion(from.release())
            .addAllExtensions(EXTENSIONS)
            .build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    answer(
        observer,
        () -> ModelReadyResponse.newBuilder()
            .setReady(models.ready(request.getName(), request.getVersion()))
            .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    answer(observer, () -> models.metadata(request.getName(), request.getVersion()));
  }

  @Override
  public void modelConfig(
      ModelConfigRequest request, StreamObserver<ModelConfigResponse> observer) {
    answer(
        observer,
        () -> ModelConfigResponse.newBuilder()
            .setConfig(models.config(request.getName(), request.getVersion()))
            .build());
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> observer) {
    answer(
        observer,
        () -> ModelStatisticsResponse.newBuilder()
            .addAllModelStats(models.statistics(request.getName(), request.getVersion()))
            .build());
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> observer) {
    answer(observer, () -> {
      if (!request.getRepositoryName().isEmpty()) {
        throw StatusTable.error(
            Status.UNIMPLEMENTED, "'repository_name' specification is not supported");
      }
      return models.index(request.getReady());
    });
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> observer) {
    control.load(request, observer);
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request,
      StreamObserver<RepositoryModelUnloadResponse> observer) {
    control.unload(request, observer);
  }

  @Override
  public void systemSharedMemoryStatus(
      SystemSharedMemoryStatusRequest request,
      StreamObserver<SystemSharedMemoryStatusResponse> observer) {
    observer.onError(SharedMemory.refusal());
  }

  @Override
  public void systemSharedMemoryRegister(
      SystemSharedMemoryRegisterRequest request,
      StreamObserver<SystemSharedMemoryRegisterResponse> observer) {
    observer.onError(SharedMemory.refusal());
  }

  @Override
  public void systemSharedMemoryUnregister(
      SystemSharedMemoryUnregisterRequest request,
      StreamObserver<SystemSharedMemoryUnregisterResponse> observer) {
    observer.onError(SharedMemory.refusal());
  }

  @Override
  public void cudaSharedMemoryStatus(
      CudaSharedMemoryStatusRequest request,
      StreamObserver<CudaSharedMemoryStatusResponse> observer) {
    observer.onError(SharedMemory.refusal());
  }

  @Override
  public void cudaSharedMemoryRegister(
      CudaSharedMemoryRegisterRequest request,
      StreamObserver<CudaSharedMemoryRegisterResponse> observer) {
    observer.onError(SharedMemory.refusal());
  }

  @Override
  public void cudaSharedMemoryUnregister(
      CudaSharedMemoryUnregisterRequest request,
      StreamObserver<CudaSharedMemoryUnregisterResponse> observer) {
    observer.onError(SharedMemory.refusal());
  }

  @Override
  public void traceSetting(
      TraceSettingRequest request, StreamObserver<TraceSettingResponse> observer) {
    observer.onError(StatusTable.error(
        Status.UNIMPLEMENTED,
        "traces are not supported: durations are in /metrics and ModelStatistics"));
  }

  @Override
  public void logSettings(
      LogSettingsRequest request, StreamObserver<LogSettingsResponse> observer) {
    observer.onError(StatusTable.error(
        Status.UNIMPLEMENTED,
        "log settings are not supported: they are set where the gateway is started"));
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> response) {
    T message;
    try {
      message = response.get();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onNext(message);
    observer.onCompleted();
  }
}
