package dev.serin.server;

import dev.serin.control.Control;
import dev.serin.model.LoadedVersion;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;
import dev.serin.repository.Homes;
import dev.serin.routing.Routing;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps versions that have not proved themselves in processes of their own, and tells the control
 * if they end them. Thread-safe.
 */
final class CandidateHomes implements Homes {
  private static final Logger log = LoggerFactory.getLogger(CandidateHomes.class);

  private final Configuration configuration;
  private final Supplier<Control> control;
  private final Routing routing;
  private final LongAdder crashes = new LongAdder();
  private volatile Consumer<String> look = model -> {};

  CandidateHomes(Configuration configuration, Supplier<Control> control, Routing routing) {
    this.configuration = configuration;
    this.control = control;
    this.routing = routing;
  }

  /** Sets what looks at the versions of a model, once there is something that does. */
  void lookWith(Consumer<String> looking) {
    look = looking;
  }

  /** How many versions ended their processes. */
  long crashes() {
    return crashes.sum();
  }

  @Override
  public boolean isolated(VersionId id) {
    return switch (configuration.isolation(id.model())) {
      case ALWAYS -> true;
      case NEVER -> false;
      // Nothing is stable before there is a revision.
      case CANDIDATE ->
        control.get().revision(id.model()).isPresent() && !control.get().proved(id);
    };
  }

  @Override
  public boolean wanted(VersionId id) {
    return control.get().needs(id)
        || Optional.ofNullable(configuration.splits().get(id.model()))
            .filter(file -> !file.split().share(id.version()).isZero())
            .isPresent();
  }

  @Override
  public boolean routed(LoadedVersion version) {
    return routing
        .model(version.id().model())
        .filter(route -> route.leadsTo(version))
        .isPresent();
  }

  @Override
  public void ended(LoadedVersion version, ProcessEndedException how) {
    log.error("{}: its process ended: {}", version.id(), how.getMessage());
    if (how.crashed()) {
      crashes.increment();
      control.get().crashed(version.id(), String.valueOf(how.getMessage()));
    }
    look.accept(version.id().model());
  }
}
