package dev.serin.onnx;

import ai.onnxruntime.OrtException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Calls ONNX Runtime on a thread of its own with a deep stack: it reads the command line at its
 * start, and the functions of a model, by a recursion, and its end is the end of the process.
 */
final class DeepStack {
  /** Only what is used of it takes memory. */
  private static final long BYTES = 256L << 20;

  /** What is called. */
  interface Call<T> {
    T call() throws OrtException;
  }

  private DeepStack() {}

  /** Returns what a call returns, or throws what it throws. */
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
