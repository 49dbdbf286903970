package dev.serin.gate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the gates judge a canary.
 *
 * @param alphaRollback the highest probability with which a canary that is as good as stable is
 *     ever found harmful, over all gates and the whole comparison
 * @param alphaPromote the highest probability with which a canary that is worse by a gate's margin
 *     is ever proved fine by that gate
 * @param abandoned empty for calls of which it is not known whether their callers waited
 * @param srmAlpha the highest probability with which a correct split is ever found wrong
 * @param srmConcentration how strongly the sample ratio test expects small deviations
 */
public record GateSettings(
    double alphaRollback,
    double alphaPromote,
    Cap cap,
    Errors errors,
    Latency latency,
    Quality quality,
    Optional<Abandoned> abandoned,
    Service service,
    double srmAlpha,
    double srmConcentration,
    Modes modes) {
  /** What holds where nothing is configured. */
  public static final GateSettings DEFAULT = new GateSettings(
      0.01,
      0.05,
      Cap.DEFAULT,
      Errors.DEFAULT,
      Latency.DEFAULT,
      Quality.DEFAULT,
      Optional.of(Abandoned.DEFAULT),
      Service.DEFAULT,
      0.001,
      1000,
      Modes.DEFAULT);

  private static final double LARGEST_ALPHA = 0.2;
  private static final BigDecimal FORMER_ERRORS = new BigDecimal("0.4");
  private static final BigDecimal FORMER_QUALITY = new BigDecimal("0.3");

  /** Checks the probabilities and that the weights sum to 1. */
  public GateSettings {
    Check.that(
        alphaRollback > 0 && alphaRollback <= LARGEST_ALPHA,
        "alphaRollback",
        alphaRollback,
        "above 0, at most " + LARGEST_ALPHA);
    Check.that(
        alphaPromote > 0 && alphaPromote <= LARGEST_ALPHA,
        "alphaPromote",
        alphaPromote,
        "above 0, at most " + LARGEST_ALPHA);
    Check.that(
        srmAlpha > 0 && srmAlpha <= LARGEST_ALPHA,
        "alpha",
        srmAlpha,
        "above 0, at most " + LARGEST_ALPHA);
    Check.that(srmConcentration > 0, "k", srmConcentration, "above 0");
    requireNonNull(cap, "cap");
    requireNonNull(modes, "modes");
    checkWeights(errors.weight, latency.weight, quality.weight, abandoned.map(Abandoned::weight));
  }

  private static void checkWeights(
      BigDecimal errors, BigDecimal latency, BigDecimal quality, Optional<BigDecimal> abandoned) {
    var sum = errors.add(latency).add(quality).add(abandoned.orElse(BigDecimal.ZERO));
    int over = sum.compareTo(BigDecimal.ONE);
    Check.that(
        over == 0 || (over < 0 && abandoned.isEmpty()),
        "weight",
        errors + " + " + latency + " + " + quality
            + abandoned
                .filter(weight -> weight.signum() > 0)
                .map(weight -> " + " + weight)
                .orElse("")
            + " = " + sum,
        "exactly 1");
  }

  /** The same for calls of which it is not known whether their callers waited. */
  public GateSettings withoutAbandoned() {
    return with(errors, quality, Optional.empty());
  }

  /**
   * The settings that a file without weights gets now: those of former releases, which did not
   * judge whether callers wait, stand for the default.
   */
  GateSettings today() {
    boolean former = errors.weight.compareTo(FORMER_ERRORS) == 0
        && latency.weight.compareTo(Latency.DEFAULT.weight) == 0
        && quality.weight.compareTo(FORMER_QUALITY) == 0;
    return former
        ? with(
            errors.weighing(Errors.DEFAULT.weight),
            quality.weighing(Quality.DEFAULT.weight),
            Optional.of(Abandoned.DEFAULT))
        : this;
  }

  private GateSettings with(Errors otherErrors, Quality otherQuality, Optional<Abandoned> other) {
    return new GateSettings(
        alphaRollback,
        alphaPromote,
        cap,
        otherErrors,
        latency,
        otherQuality,
        other,
        service,
        srmAlpha,
        srmConcentration,
        modes);
  }

  /** The part of alphaRollback that a weight stands for. */
  double alpha(BigDecimal weight) {
    return weight.multiply(BigDecimal.valueOf(alphaRollback)).doubleValue();
  }

  /**
   * How many observations of one user count.
   *
   * @param observations for each gate, of the calls of one window
   * @param window how long a window lasts; one begins with each step
   */
  public record Cap(int observations, Duration window) {
    static final Cap DEFAULT = new Cap(5, Duration.ofMinutes(10));

    /** The counters have 8 bits. */
    private static final int MOST = 255;

    public Cap {
      Check.that(
          observations > 0 && observations <= MOST,
          "maxObservationsPerUser",
          observations,
          "from 1 to " + MOST);
      Check.positive("capWindow", window);
    }
  }

  /**
   * When errors are too many.
   *
   * @param oddsRatio what the odds of an error may be, as a multiple of stable's
   * @param slo the share of errors above which the canary is harmful whatever stable does
   * @param absFloor the share of errors up to which the canary is not harmful, whatever stable does
   * @param okOddsRatio the odds of an error, as a multiple of stable's, that must be ruled out
   * @param okAbs the share of errors that must be ruled out, if the odds are not
   */
  public record Errors(
      BigDecimal weight,
      double oddsRatio,
      double slo,
      double absFloor,
      double okOddsRatio,
      double okAbs) {
    static final Errors DEFAULT = new Errors(new BigDecimal("0.35"), 1, 0.2, 0.001, 2, 0.01);

    public Errors {
      Check.share("weight", weight);
      Check.that(oddsRatio > 0, "oddsRatio", oddsRatio, "above 0");
      Check.open("slo", slo);
      Check.open("absFloor", absFloor);
      Check.that(okOddsRatio > oddsRatio, "okOddsRatio", okOddsRatio, "above oddsRatio");
      Check.open("okAbs", okAbs);
    }

    private Errors weighing(BigDecimal other) {
      return new Errors(other, oddsRatio, slo, absFloor, okOddsRatio, okAbs);
    }
  }

  /**
   * When too many callers give up: they cancel, or stop waiting at their deadline.
   *
   * @param weight 0 if the other gates leave nothing: what this one finds then only pauses, with a
   *     probability beside theirs
   * @param oddsRatio what the odds of a call given up may be, as a multiple of stable's
   * @param absFloor the share of calls given up that is not harmful, whatever stable's is
   * @param okOddsRatio the odds of a call given up, as a multiple of stable's, that must be ruled
   *     out
   * @param okAbs the share of calls given up that must be ruled out, if the odds are not
   */
  public record Abandoned(
      BigDecimal weight, double oddsRatio, double absFloor, double okOddsRatio, double okAbs) {
    static final Abandoned DEFAULT = of(new BigDecimal("0.1"));

    public Abandoned {
      Check.that(
          weight.signum() >= 0 && weight.compareTo(BigDecimal.ONE) <= 0,
          "weight",
          weight,
          "from 0 to 1");
      weight = weight.stripTrailingZeros();
      Check.that(oddsRatio > 0, "oddsRatio", oddsRatio, "above 0");
      Check.open("absFloor", absFloor);
      Check.that(okOddsRatio > oddsRatio, "okOddsRatio", okOddsRatio, "above oddsRatio");
      Check.open("okAbs", okAbs);
    }

    /** The default with another weight. */
    public static Abandoned of(BigDecimal weight) {
      return new Abandoned(weight, 1.5, 0.005, 3, 0.01);
    }

    /** What the gate's finding leads to where this is asked for. */
    Mode mode(Mode asked) {
      return weight.signum() == 0 && asked == Mode.ENFORCE ? Mode.SIGNAL : asked;
    }
  }

  /**
   * When the canary is too slow.
   *
   * @param floor a call that is no longer than this is not slow, whatever stable does
   */
  public record Latency(
      BigDecimal weight, List<Relative> relative, Duration floor, Optional<Slo> slo) {
    static final Latency DEFAULT = new Latency(
        new BigDecimal("0.3"),
        List.of(
            new Relative(new BigDecimal("0.95"), 1.2, new BigDecimal("0.5")),
            new Relative(new BigDecimal("0.99"), 1.5, new BigDecimal("0.2"))),
        Duration.ofMillis(5),
        Optional.empty());

    public Latency {
      Check.share("weight", weight);
      relative = List.copyOf(relative);
      Check.that(!floor.isNegative(), "floor", floor, "not negative");
      slo.ifPresent(limit -> Check.that(
          limit.limit().compareTo(floor) > 0, "ms", limit.limit().toMillis(), "above the floor"));
      var quantiles = relative.stream().map(Relative::q).toList();
      Check.that(
          quantiles.stream().map(BigDecimal::stripTrailingZeros).distinct().count()
              == quantiles.size(),
          "relative",
          quantiles,
          "each q once");
      var sum = relative.stream().map(Relative::share).reduce(BigDecimal.ZERO, BigDecimal::add);
      if (slo.isPresent()) {
        Check.share("share", slo.get().share());
        var all = sum.add(slo.get().share());
        Check.that(all.compareTo(BigDecimal.ONE) == 0, "share", all, "exactly 1 with the slo's");
      } else {
        Check.that(sum.compareTo(BigDecimal.ONE) <= 0, "share", sum, "at most 1 without slo");
      }
    }
  }

  /**
   * How much slower than stable's a quantile may be.
   *
   * @param share of the gate's weight
   */
  public record Relative(BigDecimal q, double maxRatio, BigDecimal share) {
    public Relative {
      Check.quantile(q);
      Check.that(maxRatio >= 1 && maxRatio < 1e6, "maxRatio", maxRatio, "at least 1");
      Check.share("share", share);
    }

    /** Its gate. */
    GateId gate() {
      return GateId.latency(q);
    }
  }

  /**
   * A quantile of the latency and its limit.
   *
   * @param share of the gate's weight; 0 where it has none
   */
  public record Slo(BigDecimal q, Duration limit, BigDecimal share) {
    public Slo {
      Check.quantile(q);
      Check.that(!limit.isZero() && !limit.isNegative(), "ms", limit, "above 0");
      Check.that(
          share.signum() >= 0 && share.compareTo(BigDecimal.ONE) <= 0,
          "share",
          share,
          "from 0 to 1");
    }
  }

  /**
   * When predictions are too bad. Margins are in units of the loss from 0 to 1.
   *
   * @param harmMargin how much the mean loss may rise
   * @param okMargin the rise that must be ruled out
   * @param required whether the canary must be proved fine
   * @param labelHorizon the age up to which a label counts
   * @param cohort predictions made within this long of each other are compared with each other
   * @param labelTimeout how long to wait for the first label
   * @param strict whether the labels of a cohort are compared only when all that count are there,
   *     instead of by age
   */
  public record Quality(
      BigDecimal weight,
      double harmMargin,
      double okMargin,
      boolean required,
      Duration labelHorizon,
      Duration cohort,
      Duration labelTimeout,
      boolean strict) {
    static final Quality DEFAULT = new Quality(
        new BigDecimal("0.25"),
        0,
        0.02,
        true,
        Duration.ofMinutes(30),
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        false);

    public Quality {
      Check.share("weight", weight);
      Check.that(harmMargin >= 0 && harmMargin < 1, "harmMargin", harmMargin, "from 0, below 1");
      Check.that(
          okMargin > harmMargin && okMargin < 1, "okMargin", okMargin, "above harmMargin, below 1");
      Check.positive("labelHorizon", labelHorizon);
      Check.positive("cohort", cohort);
      Check.positive("labelTimeout", labelTimeout);
    }

    private Quality weighing(BigDecimal other) {
      return new Quality(
          other, harmMargin, okMargin, required, labelHorizon, cohort, labelTimeout, strict);
    }
  }

  /**
   * When the service as a whole is too slow, which no comparison of two versions on the same
   * processors can see.
   *
   * @param stableSlowdownRatio how much slower than before the canary stable may get
   */
  public record Service(Optional<Slo> slo, double stableSlowdownRatio) {
    static final Service DEFAULT = new Service(Optional.empty(), 1.3);

    public Service {
      requireNonNull(slo, "slo");
      Check.that(
          stableSlowdownRatio >= 1 && stableSlowdownRatio < 1e6,
          "stableSlowdownRatio",
          stableSlowdownRatio,
          "at least 1");
    }
  }

  /** What a gate's finding leads to. */
  public enum Mode {
    /** Harm rolls back. */
    ENFORCE,
    /** Harm pauses. */
    SIGNAL,
    /** Harm is shown. */
    DRY_RUN
  }

  /** What each gate's finding leads to. */
  public record Modes(Mode errors, Mode latency, Mode quality, Mode abandoned, Mode service) {
    static final Modes DEFAULT =
        new Modes(Mode.ENFORCE, Mode.ENFORCE, Mode.ENFORCE, Mode.ENFORCE, Mode.SIGNAL);

    public Modes {
      Check.that(service != Mode.ENFORCE, "service", "enforce", "signal or dry_run");
    }
  }
}
