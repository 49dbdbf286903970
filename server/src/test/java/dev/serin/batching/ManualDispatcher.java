package dev.serin.batching;

import dev.serin.model.BatchSettings;
import dev.serin.model.Dispatcher;
import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** A dispatcher with one runner, which runs when the test says so. */
public final class ManualDispatcher implements Dispatcher, AutoCloseable {
  private final BatchingDispatcher dispatcher;

  public ManualDispatcher(Routing routing, LongSupplier ticker) {
    this(traffic(routing), ticker, ticker);
  }

  ManualDispatcher(Traffic traffic, LongSupplier ticker, LongSupplier work) {
    dispatcher = new BatchingDispatcher(1, traffic, ticker, work);
  }

  /** The stable versions of a routing, with default settings. */
  public static Traffic traffic(Routing routing) {
    return new Traffic() {
      @Override
      public Optional<LoadedVersion> stable(String model) {
        return routing.model(model).flatMap(ModelRoute::stableVersion);
      }

      @Override
      public double share(VersionId id) {
        return 0.5;
      }

      @Override
      public BatchSettings settings(String model) {
        return BatchSettings.DEFAULT;
      }
    };
  }

  @Override
  public Submission submit(Lease lease, Request request, Consumer<Run> callback) {
    return dispatcher.submit(lease, request, callback);
  }

  @Override
  public boolean waiting() {
    return dispatcher.waiting();
  }

  /** How many versions have a queue. */
  int queues() {
    return dispatcher.queues();
  }

  /** Drops the queues of versions that are no longer loaded. */
  void forget(Predicate<LoadedVersion> unloaded) {
    dispatcher.forget(unloaded);
  }

  /** Runs all that waits, and what is submitted meanwhile. */
  public void runAll() {
    dispatcher.runAll();
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
