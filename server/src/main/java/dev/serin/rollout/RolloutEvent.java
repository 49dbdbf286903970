package dev.serin.rollout;

import dev.serin.split.Share;
import java.util.Optional;

/** What a rollout reacts to: time, what happens to the gateway, and commands. */
public sealed interface RolloutEvent {
  /** Time passed: the controller evaluates the rollout. */
  record Tick() implements RolloutEvent {}

  /**
   * The preflight of the candidate ended.
   *
   * @param calls that the candidate was tried on
   * @param problem why the candidate must not get users; empty if it may
   */
  record PreflightEnded(int calls, Optional<String> problem) implements RolloutEvent {}

  /** The gateway started after it had ended without a clean shutdown. */
  record Crashed() implements RolloutEvent {}

  /**
   * The gateway started, and the rollout's last transition or evidence may be lost.
   *
   * @param why what may be lost
   */
  record InDoubt(String why) implements RolloutEvent {}

  /**
   * The candidate ended its own process.
   *
   * @param how it did, and what that process wrote last
   */
  record CandidateCrashed(String how) implements RolloutEvent {}

  /** The files of a version are lost, and others are in their place. */
  record FilesLost(long version) implements RolloutEvent {}

  /** The configuration has other gates or another quality than the rollout was started with. */
  record TermsChanged() implements RolloutEvent {}

  /** An operator asks for something. */
  sealed interface Command extends RolloutEvent {
    /** The reason, in words. */
    String why();
  }

  /** Raise nothing until it is resumed. */
  record Pause(String why) implements Command {}

  /** End a pause. */
  record Resume(String why) implements Command {}

  /**
   * Go to the next step now.
   *
   * @param skipEvidence whatever is missing
   */
  record Advance(boolean skipEvidence, String why) implements Command {}

  /**
   * Give the candidate all users now.
   *
   * @param full from any step, not only from the last one
   * @param force whatever is missing
   */
  record Promote(boolean full, boolean force, String why) implements Command {}

  /** Take all users back. */
  record Abort(String why) implements Command {}

  /** Take all users back: another rollout starts in its place. */
  record Replace(String why) implements Command {}

  /**
   * Give the candidate another share. Lowering it pauses the rollout.
   *
   * @param force also if that raises the share
   */
  record SetShare(Share share, boolean force, String why) implements Command {}
}
