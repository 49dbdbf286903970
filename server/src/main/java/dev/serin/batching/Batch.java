package dev.serin.batching;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests of one version that a runner takes at a time. Confined to that runner, and before
 * and after its run to the lock of the {@link Schedule}.
 */
final class Batch {
  private final VersionQueue queue;
  private final Flow flow;
  private final double weight;
  private final boolean slow;
  private final long takenNanos;
  private final List<Pending> members = new ArrayList<>();
  private final List<Pending> gone = new ArrayList<>();
  private boolean compares;
  private List<Pending> returned = List.of();
  private long rows;
  private double charged;
  private long workNanos;
  private boolean ran;
  private long startNanos;
  private long nanos;
  private long wayNanos;
  private boolean ended;
  private volatile boolean lost;

  /**
   * Returns a batch without requests.
   *
   * @param nowNanos when a runner takes it
   */
  Batch(VersionQueue queue, Flow flow, double weight, boolean slow, long nowNanos) {
    this.queue = queue;
    this.flow = flow;
    this.weight = weight;
    this.slow = slow;
    this.takenNanos = nowNanos;
  }

  VersionQueue queue() {
    return queue;
  }

  /** When a runner took it. */
  long takenNanos() {
    return takenNanos;
  }

  /** Whether its version was slow when the batch was taken. */
  boolean slow() {
    return slow;
  }

  /** Whether the members are to be run one by one, and together only to compare. */
  boolean compares() {
    return compares;
  }

  void compare() {
    compares = true;
  }

  void add(Pending request) {
    members.add(request);
    rows += request.rows();
  }

  void addGone(Pending request) {
    gone.add(request);
  }

  /** The requests to run together; none if all had gone. */
  List<Pending> members() {
    return members;
  }

  /** The requests whose callers no longer wait. */
  List<Pending> gone() {
    return gone;
  }

  /** The requests to queue again, at the front. */
  List<Pending> returned() {
    return returned;
  }

  /** Queues the members again, each to run by itself. */
  void returnMembers() {
    members.forEach(Pending::isolate);
    returned = members;
  }

  /** The rows of all members. */
  long rows() {
    return rows;
  }

  /** Adds the processor time of a run. */
  void worked(long nanos) {
    workNanos += nanos;
  }

  /**
   * Notes when the run of all members began.
   *
   * @param duration how long it took
   * @param way how long it was on the way to the version's own process and back
   */
  void ran(long start, long duration, long way) {
    ran = true;
    startNanos = start;
    nanos = duration;
    wayNanos = way;
  }

  /** Whether all members were in one run that succeeded. */
  boolean ran() {
    return ran;
  }

  /** When the run began. */
  long startNanos() {
    return startNanos;
  }

  /** How long the run took. */
  long nanos() {
    return nanos;
  }

  /** When its answers were there. */
  long endNanos() {
    return startNanos + nanos + wayNanos;
  }

  /** Notes that its runner has returned from it. */
  void end() {
    ended = true;
  }

  /** Gives up its runner; returns false if it has returned, or was given up before. */
  boolean lose() {
    if (ended || lost) {
      return false;
    }
    lost = true;
    return true;
  }

  /** Whether another runner has taken the place of its own. */
  boolean lost() {
    return lost;
  }

  /** Charges what the run is expected to take. */
  void charge(long expectedNanos) {
    charged = expectedNanos / weight;
    flow.start(charged);
  }

  /** Charges what the run took. */
  void settle() {
    flow.end(charged, workNanos / weight);
  }
}
