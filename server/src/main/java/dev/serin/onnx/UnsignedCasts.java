package dev.serin.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/*
 * The Java binding has no constructor for tensors of uint16, uint32 and uint64, but it passes on
 * those that a session gave. So their bytes are passed as signed integers of the same size through
 * a session of one Cast node, which keeps every bit: a negative integer becomes the unsigned one
 * with the same bits.
 */

/**
 * Makes unsigned tensors from signed ones with the same bits.
 *
 * <p>Thread-safe, but {@link #close} must come after the last run has returned.
 */
final class UnsignedCasts implements AutoCloseable {
  private final Map<DataType, OrtSession> sessions = new EnumMap<>(DataType.class);

  private UnsignedCasts() {}

  /** Opens the sessions that these inputs need. */
  static UnsignedCasts open(OrtEnvironment environment, Collection<TensorSpec> inputs)
      throws OrtException {
    var casts = new UnsignedCasts();
    try {
      for (var input : inputs) {
        if (needed(input.type()) && !casts.sessions.containsKey(input.type())) {
          var session = Sessions.open(environment, OneNodeModels.cast(input.type()));
          casts.sessions.put(input.type(), session);
        }
      }
      return casts;
    } catch (OrtException | RuntimeException e) {
      casts.close();
      throw e;
    }
  }

  /** Whether tensors of that type have to be cast. */
  static boolean needed(DataType type) {
    return type == DataType.UINT16 || type == DataType.UINT32 || type == DataType.UINT64;
  }

  /** Returns the result whose only value is the tensor of that type, which it owns. */
  OrtSession.Result run(DataType type, OnnxTensor signed) throws OrtException {
    var session = sessions.get(type);
    if (session == null) {
      throw new IllegalArgumentException(
          "type: " + type + " (expected: one of " + sessions.keySet() + ")");
    }
    return session.run(Map.of(OneNodeModels.INPUT, signed));
  }

  @Override
  public void close() {
    sessions.values().forEach(Sessions::close);
  }
}
