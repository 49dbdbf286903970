package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class VersionPoolTest {
  private final VersionPool pool = new VersionPool();

  @Test
  void put_tellsTheListenerTheModel() {
    var told = new ArrayList<String>();
    pool.addListener(told::add);

    pool.put(VersionStatus.loading(new VersionId("a", 2)));
    pool.remove(new VersionId("a", 2));

    assertThat(told).containsExactly("a", "a");
  }

  @Test
  void versions_areInAscendingOrder() {
    pool.put(VersionStatus.loading(new VersionId("a", 10)));
    pool.put(VersionStatus.loading(new VersionId("a", 9)));

    assertThat(pool.versions("a").keySet()).containsExactly(9L, 10L);
  }

  @Test
  void remove_ofTheLastVersion_removesTheModel() {
    pool.put(VersionStatus.loading(new VersionId("a", 1)));
    pool.remove(new VersionId("a", 1));

    assertThat(pool.models()).isEmpty();
  }

  @Test
  void models_areAPictureOfOneMoment() {
    pool.put(VersionStatus.loading(new VersionId("a", 1)));
    var before = pool.models();
    pool.put(VersionStatus.loading(new VersionId("b", 1)));

    assertThat(before).containsOnlyKeys("a");
  }
}
