package dev.serin.benchmarks.ladder;

import ai.onnxruntime.OrtException;
import dev.serin.benchmarks.ladder.load.Load;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.report.Cell;
import dev.serin.benchmarks.ladder.report.Row;
import dev.serin.benchmarks.ladder.report.Row.Figure;
import dev.serin.benchmarks.ladder.report.Rows;
import dev.serin.benchmarks.ladder.report.Tables;
import dev.serin.benchmarks.ladder.servers.Place;
import dev.serin.benchmarks.ladder.servers.RawRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Measures the rungs, model by model. Confined to one thread. */
final class Ladder {
  private static final List<String> UNDER_OTHER_LOADS = List.of("L1", "L2b", "L3:100/0");
  private static final List<Model> WITH_OTHER_LOADS = List.of(Model.MLP_M, Model.MLP_L);
  private static final String ECHO = "L1";
  private static final List<Integer> ALONE = List.of(1);
  private static final List<Integer> CONCURRENCIES = List.of(1, 8, 256);
  private static final List<Integer> PERCENTS = List.of(20, 40, 60, 80, 90);
  private static final int LOAD_ROUNDS = 3;
  private static final double LEAD_SECONDS = 0.2;
  private static final long PAUSE_MILLIS = 100;

  private final Options options;
  private final Place place;
  private final PrintStream out;
  private final Rows rows = new Rows();
  private final List<String> failures = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  Ladder(Options options, Place place, PrintStream out) {
    this.options = options;
    this.place = place;
    this.out = out;
  }

  /** Measures everything, prints a table after each model, and returns all rows. */
  Rows run() throws IOException, OrtException, InterruptedException {
    for (var model : options.models()) {
      place.models().write(model);
      raw(model, 1);
      measure(model);
      var batch = rows.median(
          Cell.closed("L2b", "", model.label(), options.effort().inFlight()), Figure.BATCH);
      if (batch.isPresent()) {
        raw(model, (int) Math.round(batch.getAsDouble()));
      }
      out.println(new Tables(rows, options.effort().inFlight()).text(model.label()));
    }
    return rows;
  }

  /** Returns what is not there to be measured, and why. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  /** Returns what failed, and why. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Runs ONNX Runtime alone, which has no calls: a run is what a call is elsewhere. */
  private void raw(Model model, int batch) throws IOException, InterruptedException {
    if (options.choice().raw()) {
      double micros = RawRun.micros(place, model, batch, options.effort().seconds());
      rows.add(new Row(
          Cell.closed(Tables.RAW, "", model.label(), batch),
          1,
          batch * 1e6 / micros,
          new Row.Cpu(micros / batch, 0, 0, 0),
          new Row.Latency(micros, micros, micros),
          OptionalDouble.of(batch),
          0));
    }
  }

  private void measure(Model model) throws IOException, OrtException, InterruptedException {
    var expected =
        dev.serin.benchmarks.ladder.models.Rows.of(model, place.models().file(model, 1));
    var running = new ArrayList<Running>();
    try {
      for (var rung : options.rungs()) {
        if (!rung.measures(model)) {
          continue;
        }
        var reason = rung.missing(place, model);
        if (reason.isPresent()) {
          miss(rung.id() + " with " + model.label() + ": " + reason.get());
          continue;
        }
        start(
            () -> new Running(rung, model, rung.start(place, model), rung.requests(expected)),
            rung.id() + " with " + model.label(),
            running);
      }
      measure(running);
    } finally {
      running.forEach(Running::close);
    }
  }

  /** Starts a server that may fail. */
  private interface Start {
    Running get() throws IOException, InterruptedException;
  }

  private void start(Start start, String what, List<Running> running) throws InterruptedException {
    try {
      var server = start.get();
      running.add(server);
      server.awaitReady();
      out.printf(
          "  %s: process %d, port %d%n",
          what, server.server().pid(), server.server().port());
      closed(server, running, 0, options.effort().inFlight(), options.effort().warmUp());
    } catch (IOException | RuntimeException e) {
      drop(what, running, e);
    }
  }

  private void measure(List<Running> running) throws InterruptedException {
    var effort = options.effort();
    for (int round = 1; round <= effort.rounds(); round++) {
      for (var server : List.copyOf(running)) {
        closed(server, running, round, effort.inFlight(), effort.seconds());
      }
    }
    for (var server : List.copyOf(running)) {
      if (options.choice().loads()
          && WITH_OTHER_LOADS.contains(server.model())
          && UNDER_OTHER_LOADS.contains(server.rung().id())) {
        otherLoads(server, running);
      }
    }
  }

  private void otherLoads(Running server, List<Running> running) throws InterruptedException {
    double seconds = options.effort().seconds();
    for (int round = 1; round <= LOAD_ROUNDS; round++) {
      for (int inFlight : server.rung().id().equals(ECHO) ? ALONE : CONCURRENCIES) {
        closed(server, running, round, inFlight, seconds);
      }
    }
    var capacity = rows.median(server.closedCell(options.effort().inFlight()), Figure.RPS);
    for (int percent : server.rung().id().equals(ECHO) ? List.<Integer>of() : PERCENTS) {
      if (capacity.isPresent()) {
        double rate = capacity.getAsDouble() * percent / 100;
        var cell = server.openCell(percent);
        cell(server, running, cell, 1, seconds * LOAD_ROUNDS, () -> server.open(rate, percent));
      }
    }
  }

  private void closed(
      Running server, List<Running> running, int round, int inFlight, double seconds)
      throws InterruptedException {
    var cell = server.closedCell(inFlight);
    cell(server, running, cell, round, seconds, () -> server.closed(inFlight));
  }

  /** Opens connections to a server. */
  private interface Opening {
    Load get() throws IOException;
  }

  /** Measures a cell; round 0 only warms up. */
  private void cell(
      Running server, List<Running> running, Cell cell, int round, double seconds, Opening opening)
      throws InterruptedException {
    try (var load = opening.get()) {
      load.start();
      var unused = load.count(LEAD_SECONDS);
      var row = new Meter(running).measure(cell, round, server, load, seconds);
      if (round > 0) {
        rows.add(row);
      }
    } catch (IOException | RuntimeException e) {
      drop(server.rung().id() + " with " + server.model().label(), running, e);
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }

  /** Stops measuring the server that failed. */
  private void drop(String what, List<Running> running, Exception cause) {
    fail(what + ": " + cause.getMessage());
    running.stream()
        .filter(each -> what.equals(each.rung().id() + " with " + each.model().label()))
        .findFirst()
        .ifPresent(each -> {
          each.close();
          running.remove(each);
        });
  }

  private void fail(String what) {
    failures.add(what);
    out.println("  !! FAILED " + what);
  }

  private void miss(String what) {
    missing.add(what);
    out.println("  !! MISSING " + what);
  }
}
