package dev.serin.benchmarks.ladder.report;

import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows as an array of JSON objects, written and read. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Returns the rows in their order. */
  public static String write(List<Row> rows) {
    var array = MAPPER.createArrayNode();
    rows.forEach(row -> array.add(object(row)));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(array) + "\n";
  }

  /** Returns the rows of such an array. */
  public static Rows read(String json) {
    var rows = new Rows();
    MAPPER.readTree(json).forEach(object -> rows.add(row(object)));
    return rows;
  }

  private static ObjectNode object(Row row) {
    var cell = row.cell();
    var object = MAPPER.createObjectNode();
    object.put("rung", cell.rung()).put("model", cell.model()).put("split", cell.split());
    object.put("concurrency", cell.concurrency()).put("percent", cell.percent());
    object.put("round", row.round()).put("rps", row.rps());
    object.put("cpuMicros", row.cpu().server()).put("jitMicros", row.cpu().jit());
    object.put("gcMicros", row.cpu().gc()).put("generatorMicros", row.cpu().generator());
    object.put("p50", row.latency().p50()).put("p99", row.latency().p99());
    object.put("p999", row.latency().p999());
    row.meanBatch()
        .ifPresentOrElse(
            batch -> object.put("meanBatch", batch), () -> object.putNull("meanBatch"));
    // A cell with a single error has no row.
    return object.put("errors", 0).put("elsewhere", row.elsewhere());
  }

  private static Row row(JsonNode object) {
    var cell = new Cell(
        object.required("rung").asString(),
        object.required("split").asString(),
        object.required("model").asString(),
        object.required("concurrency").asInt(),
        object.required("percent").asInt());
    var batch = object.required("meanBatch");
    return new Row(
        cell,
        object.required("round").asInt(),
        number(object, "rps"),
        new Row.Cpu(
            number(object, "cpuMicros"),
            number(object, "jitMicros"),
            number(object, "gcMicros"),
            number(object, "generatorMicros")),
        new Row.Latency(number(object, "p50"), number(object, "p99"), number(object, "p999")),
        batch.isNull() ? OptionalDouble.empty() : OptionalDouble.of(batch.asDouble()),
        number(object, "elsewhere"));
  }

  private static double number(JsonNode object, String field) {
    return object.required(field).asDouble();
  }
}
