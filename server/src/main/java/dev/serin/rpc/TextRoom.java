package dev.serin.rpc;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;

/** The memory of strings beyond their bytes while a model runs on them. */
public final class TextRoom {
  /** The memory of a string beyond its bytes. */
  private static final long STRING_BYTES = 64;

  /**
   * The memory per byte of strings if any of them has a four-byte character: they are loaded as
   * part of a generated model, which copies them several times.
   */
  private static final long FOUR_BYTES_COST = 8;

  private static final int LEAST_OF_FOUR = 0xf0;

  private TextRoom() {}

  /** Returns the bytes to reserve for a tensor; 0 if it holds no strings. */
  public static long of(Tensor tensor) {
    if (tensor.type() != DataType.STRING) {
      return 0;
    }
    long texts = Math.multiplyExact(tensor.shape().elements(), STRING_BYTES);
    return fourBytes(tensor.data()) ? 2 * texts + FOUR_BYTES_COST * tensor.bytes() : texts;
  }

  /**
   * Whether there is a four-byte character; a length that looks like one only raises the charge.
   */
  private static boolean fourBytes(ByteBuffer texts) {
    while (texts.hasRemaining()) {
      if (Byte.toUnsignedInt(texts.get()) >= LEAST_OF_FOUR) {
        return true;
      }
    }
    return false;
  }
}
