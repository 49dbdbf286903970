package dev.serin.control;

import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.LivePlan;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Makes changes that give users to versions, after it had the cold ones loaded. Thread-safe. */
public final class ColdVersions {
  private final Control control;
  private final VersionPool pool;
  private final Plans plans;
  private final Function<VersionId, CompletionStage<Void>> load;

  /**
   * Returns what makes changes.
   *
   * @param plans name the candidates of rollouts that do not
   * @param load loads a version; its state shows whether that was possible
   */
  public ColdVersions(
      Control control,
      VersionPool pool,
      Plans plans,
      Function<VersionId, CompletionStage<Void>> load) {
    this.control = control;
    this.pool = pool;
    this.plans = plans;
    this.load = load;
  }

  /** Makes a change as {@link Control#submit(SetSplit)} does. */
  public CompletionStage<Revision> submit(SetSplit change) {
    return loaded(change.model(), change.split().versions())
        .thenCompose(done -> control.submit(change));
  }

  /** Obeys a command as {@link Control#submit(RolloutCommand)} does. */
  public CompletionStage<Revision> submit(RolloutCommand command) {
    return loaded(command.request().model(), candidate(command))
        .thenCompose(done -> control.submit(command));
  }

  private List<Long> candidate(RolloutCommand command) {
    if (!(command instanceof RolloutCommand.Start start)) {
      return List.of();
    }
    var plan = plans.plan(command.request().model()).orElse(LivePlan.DEFAULT);
    return start.candidate(plan).stream().boxed().toList();
  }

  private CompletionStage<Void> loaded(String model, Collection<Long> versions) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (long version : versions) {
      var id = new VersionId(model, version);
      if (pool.status(id)
          .filter(status -> status.state() == VersionStatus.State.COLD)
          .isPresent()) {
        all = all.thenCompose(done -> load.apply(id));
      }
    }
    return all;
  }
}
