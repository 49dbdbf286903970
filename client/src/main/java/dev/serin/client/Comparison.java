package dev.serin.client;

import static java.util.Objects.requireNonNull;

import dev.serin.client.GateVerdict.Consequence;
import java.time.Instant;
import java.util.List;

/**
 * The comparison of a canary with its stable, since they began to share users.
 *
 * @param stable the version that the canary is compared with
 * @param canary the version that is judged
 * @param share the canary's share of the users of the two: an exact decimal from 0 to 1
 * @param step the number of the step, from 1; a step lasts from one change of that share to the
 *     next
 * @param stepSince when the step began
 * @param since when the first step began
 * @param time the time of these verdicts
 * @param consequence the gravest consequence of the gates
 * @param gates in the order in which harm is named: the first that rolls back is the reason
 */
public record Comparison(
    long stable,
    long canary,
    String share,
    int step,
    Instant stepSince,
    Instant since,
    Instant time,
    Consequence consequence,
    List<GateVerdict> gates) {
  public Comparison {
    requireNonNull(share, "share");
    requireNonNull(stepSince, "stepSince");
    requireNonNull(since, "since");
    requireNonNull(time, "time");
    requireNonNull(consequence, "consequence");
    gates = List.copyOf(gates);
  }
}
