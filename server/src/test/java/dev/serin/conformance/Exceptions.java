package dev.serin.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of the models that are not expected to be {@link Outcome#EQUAL}, with reasons. */
final class Exceptions {
  private static final String FILE = "conformance/exceptions.txt";

  private final Map<String, Set<Outcome>> lines = new LinkedHashMap<>();

  private Exceptions() {}

  /** Reads the committed table. */
  static Exceptions read() {
    try (var in = Exceptions.class.getResourceAsStream("/" + FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      return parse(new String(in.readAllBytes(), UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses lines of a name, the accepted outcomes separated by bars, and a reason. */
  static Exceptions parse(List<String> lines) {
    var exceptions = new Exceptions();
    lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(exceptions::add);
    return exceptions;
  }

  private void add(String line) {
    var parts = line.split("\t", -1);
    if (parts.length != 3 || parts[2].isBlank()) {
      throw new IllegalArgumentException(
          "'" + line + "' (expected: a name, outcomes and a reason, separated by tabs)");
    }
    var outcomes = Arrays.stream(parts[1].split("\\|", -1))
        .map(Outcome::valueOf)
        .collect(Collectors.toUnmodifiableSet());
    if (lines.put(parts[0], outcomes) != null) {
      throw new IllegalArgumentException(parts[0] + ": duplicate");
    }
  }

  /** The names of all models in it. */
  Set<String> names() {
    return lines.keySet();
  }

  /** Returns how a result differs from what the table accepts; empty if it does not. */
  Optional<String> complaint(String name, Result result) {
    var expected = lines.getOrDefault(name, Set.of(Outcome.EQUAL));
    if (expected.contains(result.outcome())) {
      return Optional.empty();
    }
    var detail = result.detail().isEmpty() ? "" : ", " + result.detail();
    return Optional.of(
        name + ": " + result.outcome() + detail + "; " + FILE + " expects " + expected);
  }
}
