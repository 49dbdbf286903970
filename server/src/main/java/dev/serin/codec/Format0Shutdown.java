package dev.serin.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.control.CleanShutdown;
import dev.serin.control.PhaseTime;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Reads the clean-shutdown marker written before records had a format. */
public final class Format0Shutdown {
  private Format0Shutdown() {}

  /** Returns the marker; throws {@link UnreadableException} if it is not one. */
  public static CleanShutdown read(byte[] file) {
    var phases = new TreeMap<String, PhaseTime>();
    try {
      Format0.MAPPER
          .readTree(new String(file, UTF_8))
          .properties()
          .forEach(model -> phases.put(
              model.getKey(),
              new PhaseTime(
                  model.getValue().path("phase").asLong(0),
                  Duration.parse(Format0.text(model.getValue(), "elapsed")),
                  Duration.parse(Format0.text(model.getValue(), "inState")))));
    } catch (JacksonException | DateTimeParseException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()), e);
    }
    return new CleanShutdown(phases, 0);
  }
}
