package dev.serin.server;

import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.Signature;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds why a model's labels are refused although its quality is configured: the settings do not
 * fit the outputs of its stable version.
 *
 * <p>{@link #problems} is thread-safe; {@link #tick} is confined to one thread at a time.
 */
final class QualityCheck {
  private static final Logger log = LoggerFactory.getLogger(QualityCheck.class);

  private final Routing routing;
  private final Configuration configuration;
  private Set<String> told = new TreeSet<>();

  QualityCheck(Routing routing, Configuration configuration) {
    this.routing = routing;
    this.configuration = configuration;
  }

  /** Returns the problems of measuring a model's quality; empty if there are none. */
  List<String> problems(String model) {
    var signature = routing.model(model).flatMap(QualityCheck::signature);
    var quality = configuration.quality(model);
    return signature.isEmpty() || quality.isEmpty()
        ? List.of()
        : problems(quality.get(), signature.get());
  }

  private static List<String> problems(QualitySettings quality, Signature signature) {
    var refusing = quality.problems(signature);
    return refusing.isEmpty()
        ? quality.doubts(signature).stream().map(doubt -> "quality: " + doubt).toList()
        : refusing.stream()
            .map(problem -> "quality: " + problem + "; labels are refused")
            .toList();
  }

  /** Logs each problem once for as long as it lasts. */
  void tick() {
    var current = new TreeSet<String>();
    for (var model : routing.models().keySet()) {
      problems(model).forEach(problem -> current.add(model + ": " + problem));
    }
    current.stream()
        .filter(problem -> !told.contains(problem))
        .forEach(problem -> log.warn("{}", problem));
    told = current;
  }

  private static Optional<Signature> signature(ModelRoute route) {
    return Optional.ofNullable(route.versions().get(route.stable()))
        .map(version -> version.signature());
  }
}
