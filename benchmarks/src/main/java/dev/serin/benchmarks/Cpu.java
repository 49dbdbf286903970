package dev.serin.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Objects;

/** How much processor time was used until a point in time: by the judges, and by all. */
record Cpu(long judgeNanos, long allNanos) {
  private static final String JUDGE = "serin-judge";

  static Cpu now() {
    var threads = ManagementFactory.getThreadMXBean();
    long judges = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().equals(JUDGE))
        .mapToLong(ThreadInfo::getThreadId)
        .map(threads::getThreadCpuTime)
        .sum();
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Cpu(judges, system.getProcessCpuTime());
  }

  /** The judges' part of what was used since then. */
  double judging() {
    var now = now();
    return (double) (now.judgeNanos - judgeNanos) / (now.allNanos - allNanos);
  }
}
