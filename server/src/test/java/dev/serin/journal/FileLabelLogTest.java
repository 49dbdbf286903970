package dev.serin.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.serin.feedback.LabelVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLabelLogTest {
  @TempDir
  private Path state;

  private final List<AutoCloseable> open = new ArrayList<>();
  private FileLabelLog log;

  @BeforeEach
  void open() throws IOException {
    var folder = StateFolder.open(state);
    log = FileLabelLog.open(folder);
    open.add(log);
    open.add(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (var closeable : open) {
      closeable.close();
    }
  }

  @Test
  void append_label_isABigEndianRecordOfItsHour() throws IOException {
    log.append(480_000, 0x0102030405060708L, -2);

    assertThat(state.resolve("labels/480000.seen"))
        .hasBinaryContent(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, -1, -1, -1, -1, -1, -1, -1, -2});
  }

  /** A label that is acknowledged must be there after a restart. */
  @Test
  void append_folderDeletedWhileInUse_fails() throws IOException {
    log.append(5, 1, 2);
    Files.delete(state.resolve("lock"));

    assertThatIOException()
        .isThrownBy(() -> log.append(5, 3, 4))
        .withMessageContaining("was moved or deleted while in use");
    assertThatIOException().isThrownBy(() -> log.drop(5));
  }

  @Test
  void replay_afterReopening_hasAll() throws Exception {
    log.append(5, 1, 2);
    log.append(6, 3, 4);
    log.append(5, 5, 6);

    reopen();

    assertThat(replayed()).containsExactlyInAnyOrder("5 1 2", "5 5 6", "6 3 4");
  }

  @Test
  void append_moreHoursThanAreKeptOpen_keepsAll() throws Exception {
    for (long i = 0; i < 100; i++) {
      log.append(i % 20, i, i);
    }

    reopen();

    assertThat(replayed()).hasSize(100).contains("19 99 99", "0 0 0");
  }

  @Test
  void replay_tornRecord_isCutOff() throws Exception {
    log.append(5, 1, 2);
    tear(5);

    assertThat(replayed()).containsExactly("5 1 2");
    assertThat(Files.size(state.resolve("labels/5.seen"))).isEqualTo(16);
  }

  @Test
  void append_afterATornRecord_isWhole() throws Exception {
    log.append(5, 1, 2);
    tear(5);
    reopen();

    log.append(5, 3, 4);

    assertThat(replayed()).containsExactly("5 1 2", "5 3 4");
  }

  @Test
  void drop_hour_forgetsItAndEarlierOnes() throws IOException {
    log.append(4, 1, 1);
    log.append(5, 2, 2);
    log.append(6, 3, 3);

    log.drop(5);

    assertThat(replayed()).containsExactly("dropped 5", "6 3 3");
    assertThat(state.resolve("labels/4.seen")).doesNotExist();
    assertThat(state.resolve("labels/5.seen")).doesNotExist();
  }

  @Test
  void drop_earlierHour_keepsTheGreatest() throws Exception {
    log.drop(5);
    log.drop(3);

    reopen();

    assertThat(replayed()).containsExactly("dropped 5");
  }

  @Test
  void replay_droppedButNotDeleted_isDeleted() throws Exception {
    log.drop(5);
    log.append(5, 1, 1);

    assertThat(replayed()).containsExactly("dropped 5");
    assertThat(state.resolve("labels/5.seen")).doesNotExist();
  }

  @Test
  void replay_unknownFile_isLeftAlone() throws IOException {
    var file = Files.writeString(state.resolve("labels/notes.txt"), "mine", US_ASCII);

    assertThat(replayed()).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void replay_droppedHourUnreadable_isRefused() throws IOException {
    Files.writeString(state.resolve("labels/dropped"), "soon", US_ASCII);

    assertThatIOException().isThrownBy(this::replayed).withMessageContaining("hours since 1970");
  }

  @Test
  void force_hourDroppedMeanwhile_isNoFailure() throws IOException {
    log.append(5, 1, 1);
    log.drop(5);
    log.append(6, 1, 1);

    log.force();

    assertThat(replayed()).contains("6 1 1");
  }

  private void reopen() throws Exception {
    close();
    open.clear();
    open();
  }

  private void tear(long hour) throws IOException {
    Files.write(state.resolve("labels/" + hour + ".seen"), new byte[7], StandardOpenOption.APPEND);
  }

  private List<String> replayed() throws IOException {
    var heard = new ArrayList<String>();
    log.replay(new LabelVisitor() {
      @Override
      public void dropped(long hour) {
        heard.add("dropped " + hour);
      }

      @Override
      public void seen(long hour, long high, long low) {
        heard.add(hour + " " + high + " " + low);
      }
    });
    return heard;
  }
}
