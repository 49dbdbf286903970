package dev.serin.onnx;

import ai.onnxruntime.OrtException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Calls ONNX Runtime on a separate thread with a deep stack: it reads the command line at its
 * start, and the functions of a model, by recursion, and a stack overflow there ends the process.
 */
final class DeepStack {
  /** Only the used part takes memory. */
  private static final long BYTES = 256L << 20;

  /** A call into ONNX Runtime. */
  interface Call<T> {
    T call() throws OrtException;
  }

  private DeepStack() {}

  /** Makes a call on the deep stack; returns its result or throws its failure. */
  static <T> T call(Call<T> call) throws OrtException {
    var result = new CompletableFuture<T>();
    Runnable task = () -> {
      try {
        result.complete(call.call());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    };
    new Thread(null, task, "serin-onnx-load", BYTES).start();
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrtException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
