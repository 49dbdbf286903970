package dev.serin.demo;

/**
 * The configuration of the demo's gateway. Only durations differ from the defaults, so it decides
 * as in production.
 */
final class StageConfig {
  private StageConfig() {}

  /** Returns a serin.yaml that gives all users this version. */
  static String yaml(long stable, Pace pace) {
    return """
        # The gateway of ./serin demo. Only durations differ from the defaults, so that hours
        # become seconds; thresholds, minimum counts and alphas are the ordinary ones.
        models:
          watch-next:
            split: {%d: 1}
            quality: {metric: reward}
            gates:
              quality: {labelHorizon: %s, cohort: %s}
            rollout:
              bake: %s
              postPromotion: {watch: %s, keepOldFor: 0s}
              cooldownAfterRollback: 0s
        """.formatted(stable, pace.text(6), pace.text(1), pace.text(6), pace.text(5));
  }
}
