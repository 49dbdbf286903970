package dev.serin.rpc;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What code takes of the heap: a number that no machine, load or collector changes. */
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
