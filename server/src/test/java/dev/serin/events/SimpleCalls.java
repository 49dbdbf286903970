package dev.serin.events;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Label;
import dev.serin.split.Share;
import java.util.ArrayList;
import java.util.List;

/** The simplest implementation of {@link HeldCalls}, as a reference. */
final class SimpleCalls {
  private record Row(Share share, Call call, List<Label> labels) {}

  private final List<Row> rows = new ArrayList<>();

  int size() {
    return rows.size();
  }

  void add(Share share, Call call) {
    rows.add(new Row(share, call, new ArrayList<>()));
  }

  void end(Call call) {
    rows.replaceAll(row -> row.call.timeMillis() == call.timeMillis() && row.call.id() == call.id()
        ? new Row(row.share, call, row.labels)
        : row);
  }

  boolean label(Label label) {
    var labelled = rows.stream()
        .filter(row -> row.call.timeMillis() == label.predictionMillis())
        .filter(row -> row.call.id() == label.id() && row.labels.isEmpty())
        .findFirst();
    labelled.ifPresent(row -> row.labels.add(label));
    return labelled.isPresent();
  }

  Event removeOldest() {
    var row = rows.remove(0);
    var result = row.call.result();
    boolean bad = result == Result.BAD || result == Result.NOT_FINITE;
    var label = bad ? List.<Label>of() : row.labels;
    return new Event(
        row.call.timeMillis(),
        String.format("%016x", row.call.user()),
        row.call.canary(),
        row.share,
        row.call.latencyNanos() / 1e6,
        bad,
        label.stream().mapToDouble(Label::loss).findFirst(),
        label.stream()
            .mapToLong(each -> each.arrivalMillis() - each.predictionMillis())
            .findFirst()
            .orElse(0),
        row.call.abandoned(),
        1);
  }
}
