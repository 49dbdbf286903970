package dev.serin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final String HEADER =
      "time_ms,user,role,share,latency_ms,error,loss,label_delay_ms,abandoned,together\n";
  /** 2026-11-23T03:19:13Z. */
  private static final long TIME = 1_795_403_953_000L;

  private static final int ROW_BYTES = new RowWriter().row(Rows.event(TIME)).length;

  @TempDir
  private Path folder;

  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("events.csv");
  }

  @Test
  void open_newFile_hasTheHeader() throws IOException {
    var file = new EventFile(path, 1_000);

    file.open();

    assertThat(path).hasContent(HEADER);
    file.close();
  }

  @Test
  void flush_rows_areInTheFile() throws IOException {
    var file = new EventFile(path, 1_000);
    file.open();
    file.add(Rows.event(TIME));
    file.add(Rows.event(TIME + 1));

    file.flush();

    assertThat(Rows.times(path)).containsExactly(TIME, TIME + 1);
    file.close();
  }

  @Test
  void add_manyRows_goToTheFileInGroups() throws IOException {
    var file = new EventFile(path, 1 << 30);

    LongStream.range(0, 10_000).forEach(number -> file.add(Rows.event(TIME + number)));

    assertThat(Files.size(path)).isGreaterThan(8_000L * ROW_BYTES);
    file.close();
  }

  @Test
  void add_fileIsFull_isPutAsideByTheTimeOfItsFirstRow() throws IOException {
    var file = new EventFile(path, HEADER.length() + 2L * ROW_BYTES);

    LongStream.range(0, 5).forEach(number -> file.add(Rows.event(TIME + 1_000 * number)));
    file.close();

    assertThat(Rows.names(folder))
        .containsExactly(
            "events-20261123T031913Z.csv", "events-20261123T031915Z.csv", "events.csv");
    assertThat(Rows.times(folder.resolve("events-20261123T031913Z.csv")))
        .containsExactly(TIME, TIME + 1_000);
    assertThat(Rows.times(folder.resolve("events-20261123T031915Z.csv")))
        .containsExactly(TIME + 2_000, TIME + 3_000);
    assertThat(Rows.times(path)).containsExactly(TIME + 4_000);
  }

  @Test
  void add_rowLongerThanAFile_isInOneOfItsOwn() throws IOException {
    var file = new EventFile(path, 1);

    file.add(Rows.event(TIME));
    file.add(Rows.event(TIME + 1_000));
    file.close();

    assertThat(Rows.names(folder)).containsExactly("events-20261123T031913Z.csv", "events.csv");
  }

  @Test
  void add_filesOfOneSecond_haveNamesOfTheirOwn() throws IOException {
    var file = new EventFile(path, 1);

    LongStream.range(0, 4).forEach(number -> file.add(Rows.event(TIME + number)));
    file.close();

    assertThat(Rows.names(folder))
        .containsExactly(
            "events-20261123T031913Z-2.csv",
            "events-20261123T031913Z-3.csv",
            "events-20261123T031913Z.csv",
            "events.csv");
    assertThat(Rows.times(folder.resolve("events-20261123T031913Z-3.csv")))
        .containsExactly(TIME + 2);
  }

  @Test
  void open_fileOfAnotherRun_isPutAside() throws IOException {
    var row = "1795403953000,u,stable,0.1,1.000,0,,,0,1\n";
    Files.writeString(path, HEADER + row);
    var file = new EventFile(path, 1_000);

    file.open();
    file.close();

    assertThat(folder.resolve("events-20261123T031913Z.csv")).hasContent(HEADER + row);
    assertThat(path).hasContent(HEADER);
  }

  @Test
  void open_fileOfSomethingElse_isPutAsideByTheTimeOfItsChange() throws IOException {
    Files.writeString(path, "my thesis");
    Files.setLastModifiedTime(path, FileTime.fromMillis(TIME));
    var file = new EventFile(path, 1_000);

    file.open();
    file.close();

    assertThat(folder.resolve("events-20261123T031913Z.csv")).hasContent("my thesis");
  }

  /** Its header is shorter. */
  @Test
  void open_fileOfAFormerRelease_isPutAside() throws IOException {
    var former =
        HEADER.replace(",abandoned,together", "") + "1795403953000,u,stable,0.1,1.000,0,,\n";
    Files.writeString(path, former);
    var file = new EventFile(path, 1_000);

    file.open();
    file.close();

    assertThat(folder.resolve("events-20261123T031913Z.csv")).hasContent(former);
    assertThat(path).hasContent(HEADER);
  }

  @Test
  void open_headerOnly_isGoodAsItIs() throws IOException {
    Files.writeString(path, HEADER);
    var file = new EventFile(path, 1_000);

    file.open();
    file.close();

    assertThat(Rows.names(folder)).containsExactly("events.csv");
  }

  @Test
  void open_noFolder_fails() {
    var file = new EventFile(folder.resolve("none/events.csv"), 1_000);

    assertThatThrownBy(file::open).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void flush_noFolder_countsTheRowsAndTriesTheNext() throws IOException {
    var later = folder.resolve("later");
    var file = new EventFile(later.resolve("events.csv"), 1_000);
    file.add(Rows.event(TIME));
    file.add(Rows.event(TIME + 1));
    file.flush();
    assertThat(file.lost()).isEqualTo(2);

    Files.createDirectory(later);
    file.add(Rows.event(TIME + 2));
    file.close();

    assertThat(file.lost()).isEqualTo(2);
    assertThat(Rows.times(later.resolve("events.csv"))).containsExactly(TIME + 2);
  }

  @Test
  void flush_diskRefusesAgainAndAgain_isLoggedOnce() {
    var file = new EventFile(folder.resolve("none/events.csv"), 1_000);

    try (var warnings = new Warnings(EventFile.class)) {
      addAndFlush(file, TIME);
      addAndFlush(file, TIME + 1);

      assertThat(warnings.messages())
          .containsExactly(folder.resolve("none/events.csv")
              + ": cannot write; rows are lost until writing succeeds");
    }
  }

  @Test
  void flush_diskIsFullInARow_leavesNothingOfIt() throws IOException {
    var disks = new ArrayList<SmallDisk>();
    var file = new EventFile(path, 1_000, name -> {
      disks.add(new SmallDisk(name, HEADER.length() + ROW_BYTES + ROW_BYTES / 2));
      return disks.get(disks.size() - 1);
    });
    addAndFlush(file, TIME);
    addAndFlush(file, TIME + 1);
    assertThat(file.lost()).isEqualTo(1);

    disks.get(0).limit = 1_000;
    addAndFlush(file, TIME + 2);
    file.close();

    assertThat(disks).hasSize(1);
    assertThat(Rows.times(path)).containsExactly(TIME, TIME + 2);
  }

  @Test
  void flush_fileCannotBeCut_endsThere() throws IOException {
    var limits = new ArrayList<>(List.of(HEADER.length() + ROW_BYTES + ROW_BYTES / 2, 1_000));
    var file = new EventFile(path, 1_000, name -> {
      var disk = new SmallDisk(name, limits.remove(0));
      disk.cuts = false;
      return disk;
    });

    addAndFlush(file, TIME);
    addAndFlush(file, TIME + 1);
    addAndFlush(file, TIME + 2);
    file.close();

    assertThat(Rows.names(folder)).containsExactly("events-20261123T031913Z.csv", "events.csv");
    assertThat(Rows.times(path)).containsExactly(TIME + 2);
  }

  @Test
  void open_noRoomForTheHeader_leavesNothingOfIt() throws IOException {
    var file = new EventFile(path, 1_000, name -> new SmallDisk(name, 10));

    assertThatThrownBy(file::open).hasMessage("no space");

    assertThat(path).isEmptyFile();
  }

  @Test
  void sibling_part_standsBeforeTheExtension() {
    assertThat(EventFile.sibling(Path.of("a.b/events.v1.csv"), "digits"))
        .isEqualTo(Path.of("a.b/events.v1-digits.csv"));
    assertThat(EventFile.sibling(Path.of("events"), "digits")).isEqualTo(Path.of("events-digits"));
    assertThat(EventFile.sibling(Path.of(".events"), "x")).isEqualTo(Path.of(".events-x"));
  }

  private static void addAndFlush(EventFile file, long millis) {
    file.add(Rows.event(millis));
    file.flush();
  }

  /** A file that cannot grow beyond a limit. */
  private static final class SmallDisk implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private int limit;
    private boolean cuts = true;

    SmallDisk(Path name, int limit) throws IOException {
      this.file = Files.newByteChannel(
          name,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
      this.limit = limit;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int room = (int) Math.max(0, limit - file.size());
      if (room == 0) {
        throw new IOException("no space");
      }
      var part = bytes.slice().limit(Math.min(room, bytes.remaining()));
      int written = file.write(part);
      bytes.position(bytes.position() + written);
      return written;
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      if (!cuts) {
        throw new IOException("not this one");
      }
      return file.truncate(size);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      return file.read(bytes);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      return file.position(position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
