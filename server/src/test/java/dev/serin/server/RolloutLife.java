package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.PredictCall;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutAdvance;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutPromotion;
import dev.serin.client.RolloutStart;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinException;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import dev.serin.client.Tensor;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The commands of an operator to a gateway's rollouts until it is killed, and its answers, kept
 * outside its process. They lead to a target state, with detours.
 */
final class RolloutLife {
  /** A version of the digits that fails every preflight with real calls. */
  static final long BROKEN = 4;

  static final String AUTHOR = "tester";

  private static final Set<String> REFUSALS = Set.of("FAILED_PRECONDITION", "ABORTED");
  private static final Tensor DIGITS = digits(200);
  private static final int FIRST_CALLS = 20;
  private static final int MOST_STRAYS = 6;
  private static final int STRAY_CHANCE = 3;
  private static final int KINDS = 6;
  private static final int MOST_MICROS = 30_000;
  private static final long PAUSE_MILLIS = 2;
  private static final long PATIENCE_SECONDS = 60;

  /** The rollout after each revision, from answers to commands. */
  final NavigableMap<Long, Rollout> answered = new ConcurrentSkipListMap<>();

  /** Each revision, from a watch. */
  final NavigableMap<Long, SplitRevision> watched = new ConcurrentSkipListMap<>();

  /** The reasons of the requested changes. */
  final Set<String> sent = ConcurrentHashMap.newKeySet();

  private final ChildGateway gateway;
  private final State target;
  private final AtomicLong numbers;
  private final RandomGenerator random;
  private final boolean anew;
  private final long untilKillMicros;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private int calls;
  private int strays;

  /** A life towards a state; the numbers make every command of every life unique. */
  RolloutLife(ChildGateway gateway, State target, AtomicLong numbers, RandomGenerator random) {
    this.gateway = gateway;
    this.target = target;
    this.numbers = numbers;
    this.random = random;
    // Half of the lives continue with the rollout that came back.
    this.anew = numbers.get() == 0 || random.nextBoolean();
    this.strays = 1 + random.nextInt(MOST_STRAYS);
    this.untilKillMicros = random.nextInt(MOST_MICROS);
  }

  /** Runs until the gateway is killed, about when the state is reached. */
  void live() throws InterruptedException {
    var threads = Executors.newFixedThreadPool(2);
    try (var watch = gateway.admin().watch("digits", told -> watched.put(told.revision(), told))) {
      while (calls < FIRST_CALLS) {
        call();
      }
      threads.execute(() -> untilTheEnd(this::call));
      threads.execute(this::command);
      boolean lived = reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      boolean unused = new CountDownLatch(1).await(untilKillMicros, TimeUnit.MICROSECONDS);
      ended.countDown();
      gateway.kill();
      threads.shutdown();
      assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.ended()).failsWithin(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(failures).isEmpty();
      assertThat(lived).as("reached %s: %s", target, answered.lastEntry()).isTrue();
    }
  }

  private void command() {
    untilTheEnd(() -> {
      if (answered.isEmpty() && anew) {
        hear(start());
      }
      var now = look();
      boolean there = reached.getCount() == 0;
      boolean stray = strays > 0 && (there || random.nextInt(STRAY_CHANCE) == 0);
      strays -= stray ? 1 : 0;
      hear(stray ? stray(now) : towards(now));
    });
  }

  private boolean awaitsTheEndOfTheWatch(RolloutStatus now) {
    return target == State.COMPLETED && now.rollout().state() == State.PROMOTED;
  }

  /** Sends a command towards the target. */
  private RolloutStatus towards(RolloutStatus now) {
    var state = now.rollout().state();
    if (state == target || state == State.PREFLIGHT || awaitsTheEndOfTheWatch(now)) {
      return look();
    } else if (isTerminal(state)) {
      return start();
    }
    return switch (target) {
      case PAUSED -> gateway.admin().pauseRollout(change());
      case RAMPING -> state == State.PAUSED ? resume() : advance(true);
      case PROMOTED, COMPLETED ->
        gateway.admin().promoteRollout(new RolloutPromotion(change(), true, true));
      default -> gateway.admin().abortRollout(change());
    };
  }

  /** Sends any other command. */
  private RolloutStatus stray(RolloutStatus now) {
    return switch (random.nextInt(KINDS)) {
      case 0 -> gateway.admin().pauseRollout(change());
      case 1 -> resume();
      case 2 -> advance(false);
      case 3 -> start();
      case 4 -> lower(now, "0");
      default -> lower(now, "0.05");
    };
  }

  private RolloutStatus start() {
    long other = gateway.admin().split("digits").stable() == 1 ? 2 : 1;
    return gateway
        .admin()
        .startRollout(RolloutStart.of(change())
            .withCandidate(target == State.REJECTED ? BROKEN : other)
            .withForce(true)
            .withReplace(true));
  }

  private RolloutStatus resume() {
    return gateway.admin().resumeRollout(change());
  }

  private RolloutStatus advance(boolean skip) {
    return gateway.admin().advanceRollout(new RolloutAdvance(change(), skip));
  }

  private RolloutStatus lower(RolloutStatus now, String share) {
    var rollout = now.rollout();
    if (!isTerminal(rollout.state())) {
      var rest = share.equals("0") ? "1" : "0.95";
      var split = Map.of(rollout.stable(), rest, rollout.candidate(), share);
      var unused = gateway
          .admin()
          .setSplit(SplitChange.of("digits", split)
              .author(AUTHOR)
              .reason(change().reason())
              .expectedRevision(now.revision())
              .build());
    }
    return look();
  }

  private RolloutStatus look() {
    var now = gateway.admin().rollout("digits");
    hear(now);
    return now;
  }

  private void hear(RolloutStatus now) {
    answered.put(now.rollout().revision(), now.rollout());
    if (now.rollout().state() == target) {
      reached.countDown();
    }
  }

  private RolloutChange change() {
    var reason = "command " + numbers.incrementAndGet() + ".";
    sent.add(reason);
    return RolloutChange.of("digits").withAuthor(AUTHOR).withReason(reason);
  }

  /** Makes a call with many rows, so that a preflight takes some time. */
  private void call() {
    var call = PredictCall.to("digits").user(Crowd.user(calls++)).input(DIGITS).build();
    var unused = gateway.client().predict(call);
  }

  private void untilTheEnd(Runnable step) {
    try {
      while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        unlessRefused(step);
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      if (ended.getCount() > 0 || !(e instanceof SerinException)) {
        failures.add(e);
      }
    }
  }

  private static void unlessRefused(Runnable step) {
    try {
      step.run();
    } catch (SerinException e) {
      if (!REFUSALS.contains(e.code())) {
        throw e;
      }
    }
  }

  private static boolean isTerminal(State state) {
    return state == State.COMPLETED || state == State.ROLLED_BACK || state == State.REJECTED;
  }

  private static Tensor digits(int rows) {
    int pixels = Digits.row(0).tensor().floats().length;
    var all = new float[rows * pixels];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(Digits.row(row).tensor().floats(), 0, all, row * pixels, pixels);
    }
    return Tensor.fp32("input", Tensor.shapeOf(rows, pixels), all);
  }
}
