package dev.serin.cli.rollout;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Numbers;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.ModelStatus.Latency;
import dev.serin.client.Role;
import dev.serin.client.RolloutStatus;
import dev.serin.client.RolloutStatus.LatencyLimit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The verdicts of a rollout's gates in one line, grouped by kind, each with its key number and
 * limit. Gates that can only pause are left out while they find nothing.
 */
final class GateLine {
  private static final String WATCH = "watch.";
  private static final Set<String> ALWAYS = Set.of("errors", "latency", "quality");
  private static final String GAP = "   ";
  private static final double PERCENT = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  /** The quantiles in the status of a version. */
  private static final Map<Double, ToDoubleFunction<Latency>> QUANTILES =
      Map.of(0.95, Latency::p95Millis, 0.99, Latency::p99Millis);

  private final Console console;
  private final RolloutStatus status;
  private final boolean shares;

  /** One latency quantile of both roles, and its limit. */
  private record Slowness(LatencyLimit limit, double stable, double canary, double floor) {
    double ratio() {
      return canary / stable;
    }

    /** The used part of the limit, from 0; above 1 the canary is too slow. */
    double used() {
      return canary / Math.max(floor, limit.maxRatio() * stable);
    }

    String text() {
      var quantile = "p" + plain(limit.quantile() * PERCENT);
      return limit.maxRatio() * stable < floor
          ? format("%s %.2f ms (limit %s ms)", quantile, canary, plain(floor))
          : format("%s x%.2f (limit x%s)", quantile, ratio(), plain(limit.maxRatio()));
    }
  }

  /** Shows differences of shares in percentage points, all others in units of the loss. */
  GateLine(Console console, RolloutStatus status, boolean shares) {
    this.console = console;
    this.status = status;
    this.shares = shares;
  }

  String of(List<GateVerdict> gates) {
    var groups = gates.stream()
        .collect(Collectors.groupingBy(
            gate -> group(gate.gate()), LinkedHashMap::new, Collectors.toList()));
    var texts = new ArrayList<String>();
    groups.forEach((name, group) -> {
      var word = word(group);
      if (ALWAYS.contains(name) || name.startsWith(WATCH) || !fine(word)) {
        texts.add(name + " " + coloured(word) + number(name, group));
      }
    });
    return String.join(GAP, texts);
  }

  private static String group(String gate) {
    int dot = gate.indexOf('.');
    return dot < 0 || gate.startsWith(WATCH) ? gate : gate.substring(0, dot);
  }

  /** If some gates can prove OK, only they decide. */
  private static String word(Collection<GateVerdict> group) {
    if (group.stream().anyMatch(gate -> gate.verdict() == Verdict.HARM)) {
      return "HARM";
    }
    if (group.stream().anyMatch(gate -> gate.verdict() == Verdict.UNKNOWN)) {
      return "unknown";
    }
    var provable = group.stream().filter(gate -> gate.ok().isPresent()).toList();
    var deciding = provable.isEmpty() ? group : provable;
    if (deciding.stream().allMatch(gate -> gate.verdict() == Verdict.OK)) {
      return "ok";
    }
    return provable.isEmpty() ? "no harm" : "undecided";
  }

  private static boolean fine(String word) {
    return word.equals("ok") || word.equals("no harm");
  }

  private String coloured(String word) {
    return switch (word) {
      case "ok" -> console.styled(Style.GREEN, word);
      case "HARM" -> console.styled(Style.RED, word);
      case "undecided" -> console.styled(Style.YELLOW, word);
      default -> word;
    };
  }

  private String number(String name, List<GateVerdict> group) {
    return switch (name) {
      case "latency" -> slowness().map(slow -> " " + slow.text()).orElse("");
      case "quality" ->
        group.stream()
            .filter(gate -> gate.gate().equals(name))
            .findFirst()
            .map(gate -> difference(gate.stable(), gate.canary()))
            .orElse("");
      default -> "";
    };
  }

  /** The quantile that is nearest to its limit. */
  private Optional<Slowness> slowness() {
    return status.limits().latency().stream()
        .flatMap(limit -> slowness(limit).stream())
        .max(Comparator.comparingDouble(Slowness::used));
  }

  private Optional<Slowness> slowness(LatencyLimit limit) {
    var quantile = QUANTILES.get(limit.quantile());
    var stable = latency(Role.STABLE);
    var canary = latency(Role.CANARY);
    if (quantile == null || stable.isEmpty() || canary.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Slowness(
        limit,
        quantile.applyAsDouble(stable.get()),
        quantile.applyAsDouble(canary.get()),
        status.limits().latencyFloor().toNanos() / NANOS_PER_MILLI));
  }

  private Optional<Latency> latency(Role role) {
    return status.versions().stream()
        .filter(version -> version.role() == role && version.endToEnd().count() > 0)
        .map(version -> version.endToEnd())
        .findFirst();
  }

  /** How much better the canary is; its interval is made of the ends of both roles' intervals. */
  private String difference(Numbers stable, Numbers canary) {
    if (stable.mean().isEmpty() || canary.mean().isEmpty()) {
      return "";
    }
    double unit = shares ? PERCENT : 1;
    var digits = shares ? "%+.1f" : "%+.4f";
    return format(
        " " + digits + (shares ? " pp" : "") + " [" + digits + ", " + digits + "] (margin "
            + digits.replace("+", "") + ")",
        unit * (stable.mean().getAsDouble() - canary.mean().getAsDouble()),
        unit * (stable.low() - canary.high()),
        unit * (stable.high() - canary.low()),
        -unit * status.limits().qualityMargin());
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
