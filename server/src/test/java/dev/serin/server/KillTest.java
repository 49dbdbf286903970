package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.Label;
import dev.serin.control.Revision;
import dev.serin.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's decisions survive {@code kill -9} at any moment. The test cannot show that they were
 * forced to disk: the operating system outlives the process.
 */
@Tag("long")
class KillTest {
  private static final Logger logger = LoggerFactory.getLogger(KillTest.class);
  private static final int KILLS = Integer.getInteger("serin.kills", 8);
  private static final long SEED = Long.getLong("serin.seed", 17);
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  @TempDir
  Path folder;

  private final AtomicLong numbers = new AtomicLong();

  /** Everything that was in the journal at the last kill, oldest first. */
  private List<Revision> revisions = List.of();

  private long labels;

  @Test
  void kill_whileUsersMove_losesNothingThatWasAcknowledged() throws Exception {
    ChildGateway.prepare(folder, CONFIG, 1, 2);
    var random = new Random(SEED);
    var gateway = ChildGateway.start(folder);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        var life = new Life(gateway, numbers, random);
        life.live();
        var when = "seed " + SEED + ", kill " + kill;
        checkJournal(life, when);
        gateway.close();
        gateway = ChildGateway.start(folder);
        checkInForce(gateway, life, when);
        checkLabels(gateway, life, when);
      }
    } finally {
      gateway.close();
    }
    logger.info("{} kills, {} revisions, {} labels", KILLS, revisions.size(), labels);
  }

  /**
   * The journal holds its former content, every acknowledged change, and no change that was not
   * requested.
   */
  private void checkJournal(Life life, String when) throws IOException {
    var scan = JournalFile.read(folder.resolve(".serin"));
    var after = scan.revisions();
    assertThat(scan.damage()).as(when).isEmpty();
    assertThat(after).as(when).hasSizeGreaterThanOrEqualTo(life.lastAcknowledged());
    assertThat(after.subList(0, revisions.size()).equals(revisions)).as(when).isTrue();
    life.acknowledged.forEach(
        (number, reason) -> assertThat(after.get(number - 1).reason()).as(when).isEqualTo(reason));
    // The very first revision is made from the configuration.
    for (var revision : after.subList(Math.max(1, revisions.size()), after.size())) {
      assertThat(revision.split().share(2)).as(when).hasToString(life.sent.get(revision.reason()));
    }
    revisions = after;
  }

  /** The journal's last revision is in force, with at most the canary's last decided share. */
  private void checkInForce(ChildGateway gateway, Life life, String when) throws IOException {
    var inForce = gateway.admin().split("digits");
    var last = revisions.get(revisions.size() - 1);
    assertThat(inForce.revision()).as(when).isEqualTo(last.number());
    assertThat(inForce.reason()).as(when).isEqualTo(last.reason());
    assertThat(inForce.split().get(2L)).as(when).isIn(life.decided());
    assertThat(JournalFile.read(folder.resolve(".serin")).damage()).as(when).isEmpty();
  }

  /** No label that was accepted counts again. */
  private void checkLabels(ChildGateway gateway, Life life, String when) {
    var again = life.labelled.stream().map(id -> Feedback.of(id, Label.of("0"))).toList();
    assertThat(gateway.client().submitAll(again))
        .as(when)
        .hasSameSizeAs(again)
        .allMatch(result -> result.result() == FeedbackResult.Result.DUPLICATE);
    labels += again.size();
  }
}
