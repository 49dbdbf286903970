package dev.serin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapesTest {
  private static final long KEPT = Scrapes.KEPT.toNanos();

  private final AtomicLong nanos = new AtomicLong(-1);
  private final AtomicInteger computed = new AtomicInteger();
  private final AtomicInteger computing = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private volatile @Nullable Error failure;
  private final CountDownLatch go = new CountDownLatch(1);
  private final Scrapes scrapes = new Scrapes(this::compute, nanos::get);

  @AfterEach
  void stop() {
    go.countDown();
    scrapes.close();
  }

  @Test
  void of_askedWithinASecond_isTheSame() {
    go.countDown();
    var first = text("plain");

    nanos.addAndGet(KEPT - 1);

    assertThat(text("plain")).isEqualTo(first).isEqualTo("plain 1");
  }

  @Test
  void of_askedASecondLater_isComputedAgain() {
    go.countDown();
    text("plain");

    nanos.addAndGet(KEPT);

    assertThat(text("plain")).isEqualTo("plain 2");
  }

  @Test
  void of_eachContentType_hasItsOwn() {
    go.countDown();

    assertThat(text("plain")).isEqualTo("plain 1");
    assertThat(text("open")).isEqualTo("open 2");
    assertThat(text("plain")).isEqualTo("plain 1");
  }

  @Test
  void of_askedWhileOneIsComputed_waitsForThatOne() {
    var asked = new ArrayList<CompletableFuture<Page>>();
    for (int i = 0; i < 50; i++) {
      asked.add(scrapes.of("plain").toCompletableFuture());
      asked.add(scrapes.of("open").toCompletableFuture());
      nanos.addAndGet(KEPT);
    }

    go.countDown();
    asked.forEach(CompletableFuture::join);

    assertThat(computed).hasValue(2);
    assertThat(most).hasValue(1);
  }

  @Test
  void of_takesLongerThanItIsKept_isKeptFromWhenItIsThere() {
    var first = scrapes.of("plain").toCompletableFuture();
    nanos.addAndGet(2 * KEPT);
    go.countDown();
    first.join();

    nanos.addAndGet(KEPT - 1);

    assertThat(text("plain")).isEqualTo("plain 1");
  }

  @Test
  void of_failsInWhateverWay_isTriedAgainASecondLater() {
    go.countDown();
    failure = new OutOfMemoryError("on purpose");
    assertThatThrownBy(() -> text("plain")).hasRootCause(failure);

    failure = null;
    nanos.addAndGet(KEPT);

    assertThat(text("plain")).isEqualTo("plain 1");
  }

  private Page compute(String type) {
    if (failure != null) {
      throw failure;
    }
    most.accumulateAndGet(computing.incrementAndGet(), Math::max);
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    computing.decrementAndGet();
    return Page.ok(type, type + " " + computed.incrementAndGet());
  }

  private String text(String type) {
    var page = scrapes.of(type).toCompletableFuture().join();
    return StandardCharsets.UTF_8.decode(page.body()).toString();
  }
}
