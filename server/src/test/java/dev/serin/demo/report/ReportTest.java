package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir
  Path folder;

  @Test
  void write_threeActs_writesPageAndPicture() throws IOException {
    var target = folder.resolve("new");

    var written = Report.write(target, Performances.three());

    assertThat(written.missing()).isEmpty();
    assertThat(written.files())
        .containsExactly(target.resolve("index.html"), target.resolve("rollouts.png"))
        .allMatch(Files::isRegularFile);
  }

  @Test
  void write_samePerformance_writesTheSameBytes() throws IOException {
    var one = Report.write(folder.resolve("one"), Performances.three()).files();
    var other = Report.write(folder.resolve("other"), Performances.three()).files();

    assertThat(one.get(0)).hasSameBinaryContentAs(other.get(0));
    assertThat(one.get(1)).hasSameBinaryContentAs(other.get(1));
  }

  @Test
  void write_jvmWithoutFonts_writesThePageAndSaysWhatIsMissing() throws IOException {
    var written = Report.write(folder, Performances.three(), performance -> {
      throw new InternalError("wrapped", new IllegalStateException("no fonts"));
    });

    assertThat(written.files()).containsExactly(folder.resolve("index.html"));
    assertThat(written.missing())
        .singleElement()
        .asString()
        .startsWith("rollouts.png: ")
        .endsWith("no fonts");
  }

  @Test
  void write_jvmWithoutFontsAndOldPicture_leavesNoPictureOfAnotherPerformance() throws IOException {
    Report.write(folder, Performances.three());

    Report.write(folder, Performances.three(), performance -> {
      throw new NoClassDefFoundError("java/awt/Graphics2D");
    });

    assertThat(folder.resolve("rollouts.png")).doesNotExist();
  }
}
