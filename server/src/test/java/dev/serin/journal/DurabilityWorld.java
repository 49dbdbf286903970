package dev.serin.journal;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.control.Gateway.SIGNATURE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.control.ChangeRefusedException;
import dev.serin.control.Control;
import dev.serin.control.Gateway;
import dev.serin.control.MemoryStore;
import dev.serin.control.Revision;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionStatus;
import dev.serin.split.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A gateway, its disk, and a model of both. */
final class DurabilityWorld {
  private static final List<String> SPLITS = List.of(
      "1=1",
      "2=1",
      "1=0.9 2=0.1",
      "1=0.7 2=0.3",
      "1=0.5 2=0.5",
      "1=0.2 2=0.8",
      "1=0.6 2=0.2 3=0.2",
      "1=0.6 2=0.3 3=0.1",
      "1=0.4 2=0.3 3=0.3",
      "2=0.5 3=0.5",
      "1=0.9 3=0.1");

  private final Random random;
  private final MemoryStorage storage = new MemoryStorage(new byte[0]);
  private Gateway gateway;
  /** The revisions that the disk has acknowledged, oldest first. */
  private final List<Revision> durable = new ArrayList<>();

  DurabilityWorld(long seed) {
    random = new Random(seed);
    gateway = new Gateway(state()).ready(1, 2).file("1=1").start();
    check();
  }

  void step() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> set();
      case 4 -> {
        gateway.file(anySplit());
        gateway.apply();
      }
      case 5, 6 -> gateway.ready(version(), random.nextInt(4) == 0 ? OTHER_SIGNATURE : SIGNATURE);
      case 7 -> gateway.rejected(version());
      case 8 -> retire();
      case 9 -> {
        storage.space(random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(600));
        storage.failForce(random.nextInt(4) == 0);
      }
      case 10 -> gateway.tick();
      default -> crash();
    }
    check();
  }

  /** Law 12: a refused change has no effect. */
  private void set() {
    var before = gateway.revision();
    var expected = random.nextInt(5) == 0 ? Long.valueOf(random.nextInt(20)) : null;
    try {
      gateway.set(Gateway.change(anySplit(), null, expected, random.nextBoolean()));
    } catch (ChangeRefusedException e) {
      assertThat(gateway.revision()).isEqualTo(before);
    }
  }

  private void retire() {
    long version = version();
    gateway
        .pool
        .status(Gateway.id(version))
        .flatMap(VersionStatus::loaded)
        .ifPresent(loaded -> gateway.retire(version));
  }

  private void crash() {
    var before = gateway.revision();
    var written = durable.get(durable.size() - 1);
    storage.crash(random);
    storage.space(Integer.MAX_VALUE);
    storage.failForce(false);
    var statuses = List.copyOf(gateway.pool.versions(MODEL).values());
    gateway = new Gateway(state());
    statuses.forEach(gateway.pool::put);
    gateway.start();
    var replayed = history().subList(0, durable.size());
    assertThat(replayed).as("every acknowledged revision survives").isEqualTo(durable);
    checkNotHigher(before, written);
  }

  /**
   * No canary has a larger share than before, unless the disk refused its lowering. The gateway
   * read the file before the crash and not again, so that only the journal raises here; an absent
   * version that is ready has its users again.
   */
  private void checkNotHigher(Revision before, Revision written) {
    var after = gateway.revision();
    boolean all = written.number() >= before.number();
    for (long version : after.split().versions()) {
      if (version != after.stable()) {
        var most = all ? before.split().share(version) : max(before, written, version);
        assertThat(after.split().share(version))
            .as("version %d, in force %s, written %s", version, before, written)
            .isLessThanOrEqualTo(most);
      }
    }
  }

  private static Share max(Revision one, Revision other, long version) {
    var first = one.split().share(version);
    var second = other.split().share(version);
    return first.compareTo(second) > 0 ? first : second;
  }

  private void check() {
    var revision = gateway.revision();
    var history = history();
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).number()).isEqualTo(i + 1);
    }
    assertThat(history.subList(0, durable.size())).isEqualTo(durable);
    history.subList(durable.size(), history.size()).forEach(DurabilityWorld::assertLowering);
    gateway.routing.model(MODEL).ifPresent(route -> {
      assertThat(route.revision()).isEqualTo(revision.number());
      assertThat(route.assignment()).as("law 2").isEqualTo(revision.assignment());
      assertThat(route.absent()).isEqualTo(revision.absent());
      checkReady(revision, route.versions());
    });
  }

  /** Law 4: a version with users is loaded and fits stable's signature. */
  private static void checkReady(Revision revision, Map<Long, LoadedVersion> versions) {
    for (long version : revision.split().versions()) {
      if (version != revision.stable() && !revision.absent().contains(version)) {
        assertThat(versions).as("version %d is loaded", version).containsKey(version);
        var stable = versions.getOrDefault(revision.stable(), versions.get(version));
        assertThat(requireNonNull(stable)
                .signature()
                .broken(requireNonNull(versions.get(version)).signature()))
            .isEmpty();
      }
    }
  }

  /** Law 11: a revision in force and not on disk raises no canary. */
  private static void assertLowering(Revision unwritten) {
    var previous = unwritten.previous().orElseThrow();
    for (long version : unwritten.split().versions()) {
      if (version != unwritten.stable()) {
        assertThat(unwritten.split().share(version)).isLessThanOrEqualTo(previous.share(version));
      }
    }
  }

  private List<Revision> history() {
    var newestFirst = gateway.control.history(MODEL, Integer.MAX_VALUE);
    var history = new ArrayList<Revision>();
    newestFirst.forEach(revision -> history.add(0, revision));
    return history;
  }

  private String anySplit() {
    return SPLITS.get(random.nextInt(SPLITS.size()));
  }

  private long version() {
    return 1L + random.nextInt(3);
  }

  /** Returns a journal that records its acknowledgements; each end is a crash. */
  private Control.State state() {
    var journal = Histories.journal(storage);
    var unused = journal.follow(durable::add);
    return new Control.State(journal, new MemoryStore());
  }
}
