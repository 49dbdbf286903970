package dev.serin.onnx;

import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    /** The most bytes that an input of several requests takes. */
    static long room(List<Map<String, Tensor>> requests, String input) {
      long bytes = ALIGNMENT - 1L;
      for (var request : requests) {
        bytes += Objects.requireNonNull(request.get(input)).bytes();
      }
      return bytes;
    }

    /** Returns a direct copy of the remaining bytes. */
    ByteBuffer copy(ByteBuffer data) {
      return take(data.remaining()).put(data).flip();
    }

    /** Returns the next bytes, to be filled. */
    ByteBuffer take(int bytes) {
      if (bytes > memory.capacity() - used) {
        return allocate(bytes);
      }
      var taken = memory.slice(used, bytes).order(ByteOrder.nativeOrder());
      used = Math.min(memory.capacity(), (used + bytes + ALIGNMENT - 1) & -ALIGNMENT);
      return taken;
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
