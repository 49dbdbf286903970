package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentCallsTest {
  private final RecentCalls recent = new RecentCalls();

  @Test
  void of_noCalls_isEmpty() {
    assertThat(recent.of("m")).isEmpty();
  }

  @Test
  void keep_call_isKeptByReferenceWithTheOutputsAskedFor() {
    var call = Calls.good().outputs("y").at(0);

    recent.keep(call, 7);

    assertThat(recent.of("m")).singleElement().satisfies(kept -> {
      assertThat(kept.inputs()).isSameAs(call.inputs());
      assertThat(kept.outputs()).containsExactly("y");
    });
  }

  @Test
  void keep_anotherModel_isKeptApart() {
    recent.keep(Calls.good().at(0), 7);
    recent.keep(Calls.good().model("other").at(0), 7);

    assertThat(recent.of("m")).hasSize(1);
    assertThat(recent.of("other")).hasSize(1);
  }

  @Test
  void keep_anyNumbers_keepsSoManyAtMost() {
    for (long id = -1_000; id < 1_000; id++) {
      recent.keep(Calls.good().at(0), id * 0x9E3779B97F4A7C15L);
    }

    assertThat(recent.of("m")).hasSize(RecentCalls.CALLS);
  }

  @Test
  void keep_sameSlot_keepsTheLaterOne() {
    var later = Calls.good().inputs(Map.of("x", row(3))).at(0);
    recent.keep(Calls.good().at(0), 1);
    recent.keep(later, 1 + RecentCalls.CALLS);

    assertThat(recent.of("m"))
        .singleElement()
        .satisfies(kept -> assertThat(kept.inputs()).isSameAs(later.inputs()));
  }

  @Test
  void keep_largeRequest_isNotKept() {
    recent.keep(Calls.good().bytes(RecentCalls.MAX_BYTES).at(0), 1);
    recent.keep(Calls.good().bytes(RecentCalls.MAX_BYTES + 1).at(0), 2);

    assertThat(recent.of("m")).hasSize(1);
  }

  @Test
  void keep_smallRequestOfLargeTensors_isNotKept() {
    var packed = Tensor.ofFloats(
        Shape.of(1, RecentCalls.MAX_BYTES / 4 + 1), new float[RecentCalls.MAX_BYTES / 4 + 1]);

    recent.keep(Calls.good().inputs(Map.of("x", packed)).bytes(10).at(0), 1);

    assertThat(recent.of("m")).isEmpty();
  }

  @Test
  void forget_modelThatIsGone_dropsItsCalls() {
    var pool = new VersionPool();
    pool.put(VersionStatus.loading(new VersionId("other", 1)));
    recent.keep(Calls.good().at(0), 1);
    recent.keep(Calls.good().model("other").at(0), 1);

    recent.forget(pool);

    assertThat(recent.of("m")).isEmpty();
    assertThat(recent.of("other")).hasSize(1);
  }

  private static Tensor row(float first) {
    return Tensor.ofFloats(Shape.of(1, 2), first, 2);
  }
}
