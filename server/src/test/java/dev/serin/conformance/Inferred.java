package dev.serin.conformance;

import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.serin.inference.InferParameter;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelInferResponse;
import dev.serin.model.PredictionException;
import dev.serin.model.VersionId;
import dev.serin.model.VersionStatus;
import dev.serin.rpc.oip.WireTensors;
import dev.serin.server.StartException;
import dev.serin.server.TestGateway;
import dev.serin.tensor.Tensor;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Models that are called through ModelInfer of a gateway. */
final class Inferred implements AutoCloseable {
  private final TestGateway gateway;
  private final ManagedChannel channel;
  private final Map<VersionId, VersionStatus> versions = new LinkedHashMap<>();

  private Inferred(TestGateway gateway) {
    this.gateway = gateway;
    gateway.gateway().versions().forEach(status -> versions.put(status.id(), status));
    channel = NettyChannelBuilder.forAddress("127.0.0.1", gateway.gateway().grpcPort())
        .usePlaintext()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  /** Starts a gateway over a folder whose models are in {@code repository}. */
  static Inferred start(Path folder) throws StartException {
    return new Inferred(TestGateway.start(folder));
  }

  /** Elements raw. */
  Way raw() {
    return new Form(/* typed= */ false);
  }

  /**
   * Elements in the fields of their types, except for models with FP16 or BF16, which have none.
   */
  Way typed() {
    return new Form(/* typed= */ true);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    gateway.close();
  }

  private final class Form implements Way {
    private final boolean typed;

    Form(boolean typed) {
      this.typed = typed;
    }

    @Override
    public VersionStatus status(TestModel model) {
      var status = versions.get(new VersionId(model.name(), 1));
      if (status == null) {
        throw new IllegalStateException(model + " is not in the repository");
      }
      return status;
    }

    @Override
    public Map<String, Tensor> predict(TestModel model, List<Tensor> inputs)
        throws PredictionException {
      try {
        return outputs(stub().modelInfer(request(model, named(model, inputs))));
      } catch (StatusRuntimeException e) {
        throw new PredictionException(String.valueOf(e.getMessage()), e);
      }
    }

    private GRPCInferenceServiceBlockingStub stub() {
      return GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private ModelInferRequest request(TestModel model, Map<String, Tensor> inputs) {
      boolean fields =
          typed && inputs.values().stream().allMatch(input -> WireTensors.hasField(input.type()));
      var request = ModelInferRequest.newBuilder()
          .setModelName(model.name())
          .putParameters(
              "typed_output", InferParameter.newBuilder().setBoolParam(typed).build());
      inputs.forEach((name, tensor) -> {
        var input = InferInputTensor.newBuilder()
            .setName(name)
            .setDatatype(WireTensors.datatype(tensor.type()));
        for (long size : tensor.shape().toArray()) {
          input.addShape(size);
        }
        if (fields) {
          input.setContents(WireTensors.contents(tensor));
        } else {
          request.addRawInputContents(WireTensors.raw(tensor));
        }
        request.addInputs(input);
      });
      return request.build();
    }

    private Map<String, Tensor> outputs(ModelInferResponse answer) {
      var outputs = new LinkedHashMap<String, Tensor>();
      for (int i = 0; i < answer.getOutputsCount(); i++) {
        var output = answer.getOutputs(i);
        outputs.put(
            output.getName(),
            output.hasContents()
                ? WireTensors.tensor(
                    output.getDatatype(), output.getShapeList(), output.getContents())
                : WireTensors.tensor(
                    output.getDatatype(), output.getShapeList(), answer.getRawOutputContents(i)));
      }
      return outputs;
    }
  }
}
