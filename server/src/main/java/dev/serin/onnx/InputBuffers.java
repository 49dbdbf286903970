package dev.serin.onnx;

import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that ONNX Runtime reads inputs from: one block per calling thread, reused by its next run.
 *
 * <p>Thread-safe: a block is confined to its thread. A run must have returned before its thread
 * {@link #begin begins} another.
 */
final class InputBuffers {
  /** Blocks up to this size are kept. */
  private static final int MAX_KEPT_BYTES = 16 << 20;

  private static final int MIN_BYTES = 64 << 10;

  private final ThreadLocal<Block> blocks = ThreadLocal.withInitial(Block::new);

  /**
   * Returns this thread's block, emptied, with room for this many bytes if a block of that size is
   * kept.
   */
  Block begin(long bytes) {
    var block = blocks.get();
    block.begin(bytes);
    return block;
  }

  /** A direct buffer that is filled from its start. */
  static final class Block {
    /** Tensors start at multiples of this, for the widest vector instructions. */
    private static final int ALIGNMENT = 64;

    private ByteBuffer memory = allocate(MIN_BYTES);
    private int used;

    private Block() {}

    private void begin(long bytes) {
      used = 0;
      if (bytes > memory.capacity() && bytes <= MAX_KEPT_BYTES) {
        memory = allocate(Integer.highestOneBit((int) bytes - 1) << 1);
      }
    }

    /** The most bytes that a tensor takes. */
    static long room(Tensor tensor) {
      return tensor.bytes() + ALIGNMENT - 1L;
    }

    /** Returns a direct copy of the remaining bytes. */
    ByteBuffer copy(ByteBuffer data) {
      int bytes = data.remaining();
      if (bytes > memory.capacity() - used) {
        return allocate(bytes).put(data).flip();
      }
      var copy =
          memory.slice(used, bytes).order(ByteOrder.nativeOrder()).put(data).flip();
      used = Math.min(memory.capacity(), (used + bytes + ALIGNMENT - 1) & -ALIGNMENT);
      return copy;
    }

    /** Returns a buffer of this many bytes, aligned at its start. */
    static ByteBuffer allocate(int bytes) {
      var memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT - 1);
      int past = memory.alignmentOffset(0, ALIGNMENT);
      int start = past == 0 ? 0 : ALIGNMENT - past;
      return memory.slice(start, bytes).order(ByteOrder.nativeOrder());
    }
  }
}
