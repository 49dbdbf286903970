package dev.serin.gate;

import dev.serin.model.Role;
import dev.serin.stats.FisherBets;
import java.util.List;

/** Where the counts of the two roles stand among the numbers of a step: the canary's come first. */
final class Tally {
  /** Observations of the canary; those that were bad stand behind it. */
  static final int CANARY = 0;
  /** Observations of stable; those that were bad stand behind it. */
  static final int STABLE = 2;

  static final int WIDTH = 4;

  /** The two roles, in the order of their numbers. */
  static final List<Role> ROLES = List.of(Role.CANARY, Role.STABLE);

  private Tally() {}

  /** The place of a role's observations. */
  static int place(Role role) {
    return role == Role.CANARY ? CANARY : STABLE;
  }

  /** The place of a role's number where each role has one. */
  static int index(Role role) {
    return role == Role.CANARY ? 0 : 1;
  }

  /** Returns how many of a role's observations were bad. */
  static Rate rate(double[] tally, Role role) {
    int place = place(role);
    return Rate.of(tally[place], tally[place + 1]);
  }

  /** Counts an observation. */
  static void count(double[] tally, Role role, boolean bad) {
    int place = place(role);
    tally[place]++;
    if (bad) {
      tally[place + 1]++;
    }
  }

  /** Adds what bets win from the counts of a stratum. */
  static void bet(FisherBets bets, double[] logWealth, double[] tally) {
    bets.add(logWealth, (int) tally[CANARY], (int) tally[CANARY + 1], (int) tally[STABLE], (int)
        tally[STABLE + 1]);
  }
}
