package dev.serin.rpc;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Heap allocation of code, independent of machine, load and collector. */
public final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocated() {}

  /** Returns the bytes that this thread allocates while it runs the code. */
  public static long by(Runnable code) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    code.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
