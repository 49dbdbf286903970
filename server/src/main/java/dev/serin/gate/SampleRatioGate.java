package dev.serin.gate;

import dev.serin.stats.SampleRatio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that users are where the split puts them, and that none are lost on the way: each user
 * once per step, against what earlier steps told of the user's bucket. Confined to one thread.
 */
final class SampleRatioGate {
  /*
   * A user whom stable served at share a and the canary at share b has a bucket in [a, b); a new
   * one is in [0, 1). At share f the user must be with the canary if f >= b and with stable if
   * f <= a; otherwise it is the canary with chance g = (f - a) / (b - a). Users of equal g in a
   * step are counted together; E is the product over steps and g of the likelihood of the counts
   * under a Beta prior around g, divided by that under g [1].
   *
   * Users are remembered in a fixed table. One who meets another there is left out from the start,
   * which does not depend on the role.
   *
   * [1] Lindon, Malek, Anytime-valid inference for multinomial count data (2022), arXiv:2011.03567.
   */
  private static final int RECORDS = 1 << 17;
  /** The place of the bound 1, above every share. */
  private static final short TOP = Short.MAX_VALUE;

  private final Evidence evidence;
  private final GateSettings settings;
  private final double logThreshold;
  private final PerStep users;
  private final PerStep wealth;
  private final long[] keys = new long[RECORDS];
  /** The steps in which stable and the canary served the user at its closest bounds. */
  private final short[] lows = new short[RECORDS];

  private final short[] highs = new short[RECORDS];
  private final short[] counted = new short[RECORDS];
  /** The share of each step; 0 before the first. */
  private final List<Double> shares = new ArrayList<>(List.of(0.0));

  private final Map<Group, Counts> groups = new HashMap<>();
  private double logE;
  private boolean unknown;

  /** Users of one step with the same chance of the canary. */
  private record Group(int step, double chance) {}

  private static final class Counts {
    private long canary;
    private long stable;
    private double logE;
  }

  /** Counts users from the start, also if there is evidence from before: they are not in it. */
  SampleRatioGate(Evidence evidence, GateSettings settings) {
    this.evidence = evidence;
    this.settings = settings;
    this.logThreshold = -Math.log(settings.srmAlpha());
    evidence.forget(Series.USERS);
    this.users = evidence.numbers(Series.USERS);
    evidence.forget(Series.SRM);
    this.wealth = evidence.numbers(Series.SRM);
    this.unknown = evidence.marked(Mark.SRM_UNKNOWN).isPresent();
    evidence.steps().forEach(step -> begin(step, true));
  }

  /**
   * Begins the next step.
   *
   * @param alone whether the two versions have all users; from then on it is not known where a user
   *     belongs if they have not
   */
  void begin(Step step, boolean alone) {
    shares.add(step.share().doubleValue());
    if (!alone) {
      unknown = true;
      evidence.mark(Mark.SRM_UNKNOWN, step.startMillis());
    }
  }

  /** Starts over with the users that come from now on; what is known of others stays. */
  void restart() {
    groups.clear();
    logE = 0;
  }

  /** Looks at a call that was served. */
  void add(int step, Call call) {
    if (step >= TOP) {
      return;
    }
    int index = (int) call.user() & RECORDS - 1;
    if (counted[index] == 0) {
      keys[index] = call.user();
      highs[index] = TOP;
    } else if (keys[index] != call.user()) {
      return;
    }
    // Not for a late call of a former step: the user has been counted in a later one.
    boolean fresh = counted[index] < step;
    if (fresh) {
      counted[index] = (short) step;
      users.at(step)[Tally.index(call.role())]++;
    }
    if (!unknown) {
      place(index, step, call, fresh);
    }
  }

  private void place(int index, int step, Call call, boolean fresh) {
    double share = shares.get(step);
    double low = shares.get(lows[index]);
    double high = highs[index] == TOP ? 1 : shares.get(highs[index]);
    boolean certain = share <= low || share >= high;
    if (certain && call.canary() == share >= high) {
      return;
    }
    if (certain) {
      evidence.alarm(Alarm.MISPLACED, call.timeMillis());
      // One of the two calls was wrong, and all that follow are measured by the later one.
      lows[index] = 0;
      highs[index] = TOP;
    } else if (fresh) {
      count(step, (share - low) / (high - low), call);
    }
    if (call.canary()) {
      highs[index] = (short) step;
    } else {
      lows[index] = (short) step;
    }
  }

  private void count(int step, double chance, Call call) {
    var counts = groups.computeIfAbsent(new Group(step, chance), unused -> new Counts());
    if (call.canary()) {
      counts.canary++;
    } else {
      counts.stable++;
    }
    double before = counts.logE;
    counts.logE =
        SampleRatio.logE(chance, settings.srmConcentration(), counts.canary, counts.stable);
    wealth.at(step)[0] += counts.logE - before;
    logE += counts.logE - before;
    if (logE >= logThreshold) {
      evidence.alarm(Alarm.SRM, call.timeMillis());
    }
  }
}
