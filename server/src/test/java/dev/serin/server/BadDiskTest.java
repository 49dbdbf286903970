package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Prediction;
import dev.serin.client.Role;
import dev.serin.client.SerinException;
import dev.serin.journal.JournalFile;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway whose journal cannot grow, as on a full disk. The tests share it, one after the other.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "limits of the shell")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class BadDiskTest {
  private static final String CONFIG = "models:\n  digits:\n    split: {1: 1}\n";

  /** Files grow to 16 blocks, which are of 512 or of 1,024 bytes. */
  private static final String[] LIMIT = {"sh", "-c", "ulimit -f 16 && exec \"$@\"", "sh"};

  private static final int MORE_THAN_FIT = 200;
  private static final int USERS = 200;

  @TempDir
  static Path folder;

  private ChildGateway gateway;

  /** The gateway's answer to the first raise that it refused. */
  private SerinException refusal;

  @BeforeAll
  void start() throws Exception {
    ChildGateway.prepare(folder, CONFIG, 1, 2);
    // The models are copied while there is room.
    ChildGateway.start(folder).close();
    gateway = ChildGateway.start(folder, LIMIT);
    refusal = fill();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @Order(1)
  void raise_fullDisk_isRefused() {
    assertThat(refusal.code()).isEqualTo("UNAVAILABLE");
    assertThat(refusal)
        .hasMessageContaining("revisions.journal could not be written")
        .hasMessageContaining("(expected: a disk that takes a raise before its effect)");
    assertThat(gateway.admin().split("digits").split()).containsEntry(2L, "0.1");
  }

  @Test
  @Order(3)
  void lowering_fullDisk_takesEffectAndServingGoesOn() throws Exception {
    var revision = gateway.split("1", "0", "back at once").revision();

    var predictions = Crowd.predict(gateway.client(), USERS);

    assertThat(predictions).extracting(Prediction::role).containsOnly(Role.STABLE);
    assertThat(predictions).extracting(Prediction::revision).containsOnly(revision);
  }

  @Test
  @Order(2)
  void status_fullDisk_saysSo() {
    assertThat(gateway.admin().status("digits").notes())
        .anyMatch(note -> note.contains("raises are refused, lowerings take effect"));
  }

  @Test
  @Order(4)
  void restart_onAnotherDisk_hasAllThatWasWritten() throws Exception {
    var written = JournalFile.read(folder.resolve(".serin"));
    assertThat(written.damage()).isEmpty();

    gateway.close();
    gateway = ChildGateway.start(folder);

    assertThat(gateway.admin().split("digits").revision())
        .isEqualTo(written.revisions().size());
    assertThat(gateway.split("0.6", "0.4", "the raise again").split()).containsEntry(2L, "0.4");
  }

  /** Lowers the canary's share and raises it again until a raise is refused. */
  private SerinException fill() {
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      gateway.split("0.9", "0.1", "lowering " + i);
      try {
        gateway.split("0.6", "0.4", "raise " + i);
      } catch (SerinException e) {
        return e;
      }
    }
    throw new AssertionError("the limit holds nothing back");
  }
}
