package dev.serin.events;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Label;
import dev.serin.model.Role;
import dev.serin.split.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Calls, labels, and their files. */
final class Rows {
  private Rows() {}

  /** Returns a good call of stable that took a millisecond; the id is also the user. */
  static Call call(long id, long millis) {
    return call(id, millis, Result.OK);
  }

  static Call call(long id, long millis, Result result) {
    return new Call(id, millis, id, Role.STABLE, result, 1_000_000, false);
  }

  static Label label(long id, long millis, long arrival, double loss) {
    return new Label(id, millis, arrival, id, Role.STABLE, loss, false);
  }

  static Event event(long millis) {
    return new Event(
        millis, "u", false, Share.parse("0.1"), 1, false, OptionalDouble.empty(), 0, false, 1);
  }

  /** The rows of a file. */
  static List<Event> of(Path file) throws IOException {
    try (var reader = EventReader.open(file)) {
      var events = new ArrayList<Event>();
      for (var event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
      return events;
    }
  }

  /** The times of the rows of a file. */
  static List<Long> times(Path file) throws IOException {
    return of(file).stream().map(Event::timeMillis).toList();
  }

  /** The names of the files in a folder, in order. */
  static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
