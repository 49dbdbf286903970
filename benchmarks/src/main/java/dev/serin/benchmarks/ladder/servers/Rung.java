package dev.serin.benchmarks.ladder.servers;

import dev.serin.benchmarks.ladder.load.Requests;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.models.Rows;
import java.io.IOException;
import java.util.Optional;

/** A step of the ladder: a kind of server, and how it is called. */
public interface Rung {
  /** Returns the name in tables and options. */
  String name();

  /** Returns how the users are divided, as in 95/5; empty where there is but one version. */
  default String split() {
    return "";
  }

  /** Returns one line about what it is. */
  String what();

  /** Returns whether it is worth measuring with a model. */
  default boolean measures(Model model) {
    return true;
  }

  /** Returns why it cannot be measured with this model, if it cannot. */
  default Optional<String> missing(Place place, Model model) {
    return Optional.empty();
  }

  /** Returns the requests to call it with. */
  Requests requests(Rows rows);

  /** Starts the server; it may not be ready to answer yet. */
  Server start(Place place, Model model) throws IOException, InterruptedException;

  /** Returns what tells it from all others. */
  default String id() {
    return split().isEmpty() ? name() : name() + ":" + split();
  }
}
