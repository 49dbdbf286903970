package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.model.VersionStatus;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterTest {
  @TempDir
  Path folder;

  private TestServing serin;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
  }

  @Test
  void hold_keepsTheVersionLoadedUntilTheLeaseIsClosed() throws RefusedException {
    var held = hold(Calls.good());

    serin.one.retire();
    assertThat(serin.stable.closes).hasValue(0);
    held.lease().close();

    assertThat(serin.stable.closes).hasValue(1);
  }

  @Test
  void hold_pinnedThatIsNotThere_isNotFound() {
    assertRefused(Calls.good().pinned(9), CallStatus.NOT_FOUND, Fault.CALLER)
        .isEqualTo("version: 9 (expected: one of [1, 2])");
    assertRefused(Calls.good().pinned(0), CallStatus.NOT_FOUND, Fault.CALLER);
    assertRefused(Calls.good().pinned(-1), CallStatus.NOT_FOUND, Fault.CALLER);
  }

  @Test
  void hold_pinnedThatIsNotReady_isUnavailable() {
    serin.pool.put(VersionStatus.rejected(new VersionId("m", 3), "not a model"));

    assertRefused(Calls.good().pinned(3), CallStatus.UNAVAILABLE, Fault.GATEWAY)
        .isEqualTo("m/3 is REJECTED: not a model");
  }

  @Test
  void hold_modelWithoutAReadyVersion_isUnavailable() {
    serin.pool.put(VersionStatus.loading(new VersionId("new", 1)));
    serin.pool.put(VersionStatus.rejected(new VersionId("new", 2), "not a model"));

    assertRefused(Calls.good().model("new"), CallStatus.UNAVAILABLE, Fault.GATEWAY)
        .isEqualTo("new: no version is ready: new/1 is LOADING; new/2 is REJECTED: not a model");
  }

  @Test
  void hold_versionGoneForGood_isUnavailable() {
    serin.one.retire();

    assertRefused(Calls.good(), CallStatus.UNAVAILABLE, Fault.GATEWAY).isEqualTo("m is not ready");
  }

  /**
   * A version may be unloaded between finding and holding it. The permits let it happen at most
   * twice during one call.
   */
  @Test
  void hold_whileVersionsAreSwapped_readsANewerRoute() throws Exception {
    var permits = new Semaphore(0);
    var swapper = new Thread(() -> swap(permits));
    swapper.start();
    try {
      for (int call = 0; call < 20_000; call++) {
        if (permits.availablePermits() == 0) {
          permits.release();
        }
        var held = hold(Calls.good());
        assertThat(held.route().role()).isEqualTo(Role.STABLE);
        held.lease().close();
      }
    } finally {
      swapper.interrupt();
      swapper.join();
    }
  }

  private void swap(Semaphore permits) {
    var old = serin.one;
    try {
      while (true) {
        permits.acquire();
        var next = new LoadedVersion(new VersionId("m", 1), "c", new FakePredictor());
        serin.publish(next, serin.two);
        old.retire();
        old = next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Router.Held hold(Calls call) throws RefusedException {
    return serin.router.hold(call.at(0));
  }

  private AbstractStringAssert<?> assertRefused(Calls call, CallStatus status, Fault fault) {
    return assertThatThrownBy(() -> hold(call))
        .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(status))
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(fault))
        .extracting(RefusedException::reason, InstanceOfAssertFactories.STRING);
  }
}
