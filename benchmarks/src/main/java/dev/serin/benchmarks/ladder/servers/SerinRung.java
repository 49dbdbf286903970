package dev.serin.benchmarks.ladder.servers;

import dev.serin.benchmarks.ladder.load.Protocol;
import dev.serin.benchmarks.ladder.load.Requests;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.models.Rows;
import java.io.IOException;
import java.util.List;

/**
 * The gateway itself, as {@code ./serin serve} runs it.
 *
 * @param shares how the configuration divides the users
 * @param feature what differs from the gateway with everything on
 */
public record SerinRung(String name, String split, String shares, Feature feature) implements Rung {
  /** The lines of a model's configuration that let all its gates only log. */
  public static final String GATES_THAT_LOG =
      "    gates: {mode: {errors: dry_run, latency: dry_run, quality: dry_run, "
          + "abandoned: dry_run, service: dry_run}}\n";

  /** A part of the gateway that can be left out or added. */
  public enum Feature {
    /** Everything is on. */
    NONE("the gateway with everything on"),
    /** No quality. */
    NO_QUALITY("the gateway without quality, so no output is read for labels"),
    /** Gates that only log. */
    DRY_RUN("the gateway with gates that only log"),
    /** Calls are recorded. */
    EVENTS("the gateway with everything on, recording its calls to a file");

    private final String what;

    Feature(String what) {
      this.what = what;
    }
  }

  /** All users get one version. */
  public static final SerinRung WHOLE = new SerinRung("L3", "100/0", "{1: 1}", Feature.NONE);
  /** A canary has 5 % of the users. */
  public static final SerinRung CANARY = canary("L3", Feature.NONE);
  /** Two versions have half of the users each. */
  public static final SerinRung HALVES =
      new SerinRung("L3", "50/50", "{1: 0.5, 2: 0.5}", Feature.NONE);
  /** Like CANARY, without quality. */
  public static final SerinRung NO_QUALITY = canary("L3-noquality", Feature.NO_QUALITY);
  /** Like CANARY, with gates that only log. */
  public static final SerinRung DRY_RUNS = canary("L3-dryrun", Feature.DRY_RUN);
  /** Like CANARY, recording the calls. */
  public static final SerinRung EVENTS = canary("L3-events", Feature.EVENTS);

  private static SerinRung canary(String name, Feature feature) {
    return new SerinRung(name, "95/5", "{1: 0.95, 2: 0.05}", feature);
  }

  @Override
  public String what() {
    return feature.what;
  }

  @Override
  public boolean measures(Model model) {
    return feature == Feature.NONE || model == Model.MLP_M;
  }

  @Override
  public Requests requests(Rows rows) {
    return Requests.of(Protocol.SERIN, rows);
  }

  @Override
  public Server start(Place place, Model model) throws IOException, InterruptedException {
    var folder = place.fresh(id().replace(':', '-') + "-" + model.label());
    var options = feature == Feature.EVENTS
        ? List.of("--events", folder.resolve("events.csv").toString())
        : List.<String>of();
    return Server.start(
        place.gateway(folder, config(model), place.models().repository(model), options));
  }

  private String config(Model model) {
    var quality = model == Model.GBT100
        ? "{metric: absoluteError, output: output, clip: 10}"
        : "{metric: accuracy, output: output}";
    return "models:\n  " + model.label() + ":\n    split: " + shares + "\n"
        + (feature == Feature.NO_QUALITY ? "" : "    quality: " + quality + "\n")
        + (feature == Feature.DRY_RUN ? GATES_THAT_LOG : "");
  }
}
