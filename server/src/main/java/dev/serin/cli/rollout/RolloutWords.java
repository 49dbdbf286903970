package dev.serin.cli.rollout;

import dev.serin.cli.console.Figures;
import dev.serin.client.GateVerdict.Need;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The wording of a rollout's status, for screens and lines. */
public final class RolloutWords {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MINUTES = 60;
  private static final long MOST_HOURS = 99;

  private RolloutWords() {}

  /** Returns the state, such as {@code Ramping} or {@code Paused(NO_LABELS)}. */
  public static String state(Rollout rollout) {
    return switch (rollout.state()) {
      case PREFLIGHT -> "Preflight";
      case SHADOW -> "Shadow";
      case RAMPING -> "Ramping";
      case PAUSED ->
        "Paused" + rollout.pause().map(pause -> "(" + pause.reason() + ")").orElse("");
      case PROMOTED -> "Promoted";
      case COMPLETED -> "Completed";
      case ROLLED_BACK -> "RolledBack";
      case REJECTED -> "Rejected";
      case UNKNOWN -> "Unknown";
    };
  }

  /** Returns the step, out of how many, and the share, with a separator in between. */
  static String place(Rollout rollout, String between) {
    var step = rollout.step() == 0
        ? ""
        : "step " + rollout.step() + "/" + rollout.steps().size() + between;
    return step + "set " + Figures.percent(rollout.share());
  }

  /** Returns the reason of the revision, and the detail unless the reason contains it. */
  static String reason(Rollout rollout) {
    if (rollout.detail().isEmpty() || rollout.reason().contains(rollout.detail())) {
      return rollout.reason();
    }
    return rollout.reason().isEmpty()
        ? rollout.detail()
        : rollout.reason() + ": " + rollout.detail();
  }

  /** Returns a transition as one line. */
  static String line(RolloutStatus status) {
    var rollout = status.rollout();
    var needs = needs(status).stream().map(need -> "; needs " + need).collect(Collectors.joining());
    return rollout.since() + " " + rollout.model() + " rollout #" + rollout.number() + " "
        + state(rollout) + " " + place(rollout, " ") + ", revision " + rollout.revision() + " by "
        + rollout.author() + ": " + reason(rollout)
        + next(status).map(next -> "; next " + next).orElse("") + needs;
  }

  /** Returns the next step and its time, if there is one. */
  static Optional<String> next(RolloutStatus status) {
    return status
        .nextShare()
        .map(Figures::percent)
        .or(() -> status.rollout().state() == State.PROMOTED
            ? Optional.of("completed")
            : Optional.empty())
        .map(next -> next + when(status));
  }

  /** Returns what is missing and when it is expected; empty if only time is missing. */
  static List<String> needs(RolloutStatus status) {
    var missing = status.missing();
    boolean bakeOnly = missing.size() == 1 && expected(missing.get(0), left(status));
    return bakeOnly && status.rollout().state() != State.PAUSED
        ? List.of()
        : missing.stream().map(RolloutWords::need).toList();
  }

  private static String when(RolloutStatus status) {
    var missing = status.missing();
    var left = left(status);
    if (status.rollout().state() == State.PAUSED) {
      return missing.isEmpty() ? " after it resumes" : " after it resumes, once nothing is missing";
    }
    if (missing.stream().anyMatch(need -> need.expected().isEmpty())) {
      return ", time unknown";
    }
    if (missing.stream().allMatch(need -> expected(need, left))) {
      return left.isZero()
          ? ", nothing is missing"
          : " in " + clock(left) + " (" + time(status) + ")";
    }
    return " in "
        + clock(missing.stream()
            .flatMap(need -> need.expected().stream())
            .reduce(left, (a, b) -> a.compareTo(b) < 0 ? b : a));
  }

  /** Whether a need is met once this time has passed; expected times are rounded up. */
  private static boolean expected(Need need, Duration left) {
    return !left.isZero()
        && need.expected()
            .filter(time -> time.compareTo(left.plus(SECOND)) <= 0)
            .isPresent();
  }

  private static Duration left(RolloutStatus status) {
    var left = status.bake().minus(status.elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The name of the minimum duration in the status. */
  private static String time(RolloutStatus status) {
    return switch (status.rollout().state()) {
      case SHADOW -> "shadow";
      case PROMOTED -> "watch";
      case PREFLIGHT, RAMPING, PAUSED, COMPLETED, ROLLED_BACK, REJECTED, UNKNOWN -> "bake";
    };
  }

  private static String need(Need need) {
    return need.what()
        + need.expected().map(time -> ", expected in " + clock(time)).orElse(", time unknown");
  }

  /** Returns a duration as hours, minutes and seconds. */
  static String clock(Duration duration) {
    return duration.toHours() > MOST_HOURS
        ? Figures.duration(duration)
        : String.format(
            Locale.ROOT,
            "%02d:%02d:%02d",
            duration.toHours(),
            duration.toMinutes() % MINUTES,
            duration.toSeconds() % MINUTES);
  }
}
