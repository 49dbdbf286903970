package dev.serin.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds mistakes in what a plan says about live calls. Confined to one thread. */
final class LiveRolloutSection {
  private static final List<String> SHADOW_KEYS =
      List.of("fraction", "minCalls", "maxCpu", "pairLabels", "duration");
  private static final List<String> FALLBACK_KEYS =
      List.of("onError", "onTimeout", "budget", "maxRate");
  private static final List<String> PROMOTION_KEYS = List.of("watch", "keepOldFor", "arl");

  private static final String DAY = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String HOUR = "([01][0-9]|2[0-3]):[0-5][0-9]";
  private static final Pattern WINDOW =
      Pattern.compile(DAY + "(-" + DAY + ")? " + HOUR + "-(" + HOUR + "|24:00) (?<zone>.+)");
  private static final ScalarType<String> WINDOWS = new ScalarType<>(
      "days, times and a zone such as Mon-Fri 08:00-17:00 Europe/Berlin",
      text -> Optional.of(text).filter(LiveRolloutSection::isWindow));
  private static final ScalarType<BigDecimal> RATE =
      ScalarType.decimal("from 0 to 1").where(rate -> rate.compareTo(BigDecimal.ONE) <= 0);
  private static final ScalarType<Integer> COUNT = ScalarType.whole(0, 1_000_000_000);

  private final Section section;

  LiveRolloutSection(Section section) {
    this.section = section;
  }

  void check() {
    check(section, "candidate", ScalarType.version());
    section.readAll("advanceWindows", WINDOWS);
    section.readAll("requireApproval", ScalarType.share());
    check(section, "cooldownAfterRollback", GateTypes.TIME_OR_NONE);
    checkShadow(section.child("shadow", SHADOW_KEYS));
    checkFallback(section.child("fallbackToStable", FALLBACK_KEYS));
    checkPromotion(section.child("postPromotion", PROMOTION_KEYS));
  }

  private static void checkShadow(Section shadow) {
    check(shadow, "fraction", RATE);
    check(shadow, "minCalls", COUNT);
    check(shadow, "maxCpu", RATE);
    check(shadow, "pairLabels", ScalarType.yesOrNo());
    check(shadow, "duration", GateTypes.TIME);
  }

  private static void checkFallback(Section fallback) {
    check(fallback, "onError", ScalarType.yesOrNo());
    check(fallback, "onTimeout", ScalarType.yesOrNo());
    check(fallback, "budget", GateTypes.TIME);
    check(fallback, "maxRate", RATE);
  }

  private static void checkPromotion(Section promotion) {
    check(promotion, "watch", GateTypes.TIME_OR_NONE);
    check(promotion, "keepOldFor", GateTypes.TIME_OR_NONE);
    check(promotion, "arl", GateTypes.POSITIVE);
  }

  private static void check(Section section, String key, ScalarType<?> type) {
    var unused = section.read(key, type);
  }

  private static boolean isWindow(String text) {
    var matcher = WINDOW.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    try {
      var unused = ZoneId.of(matcher.group("zone"));
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
