package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewersTest {
  private static final String HEADER =
      "viewer,activity,answers,delay_median,delay_sigma,x_a,x_b,finish_drama\n";

  @TempDir
  Path folder;

  @Test
  void read_line_isAViewer() throws IOException {
    var viewers = read(HEADER + "v1,0.5,0.7,0.4,0.6,1.25,-2,0.9\n");

    var viewer = viewers.list().get(0);
    assertThat(viewer.id()).isEqualTo("v1");
    assertThat(viewer.activity()).isEqualTo(0.5);
    assertThat(viewer.answers()).isEqualTo(0.7);
    assertThat(viewer.features()).containsExactly(1.25f, -2f);
    assertThat(viewer.chances()).containsExactly(0.9);
  }

  @Test
  void read_theDemosFile_hasViewersOfOneShape() throws IOException {
    var viewers = Viewers.read(Path.of("../models/demo/viewers.csv.gz"));

    assertThat(viewers.list()).hasSizeGreaterThan(1000);
    assertThat(viewers.list()).extracting(viewer -> viewer.chances().size()).containsOnly(8);
  }

  @Test
  void read_columnMissing_namesTheLine() {
    assertThatThrownBy(() -> read(HEADER + "v1,0.5,0.7,0.4,0.6,1,2\n"))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("viewers.csv.gz:2: 7 columns (expected: 8)");
  }

  @Test
  void read_noNumber_namesTheLine() {
    assertThatThrownBy(() -> read(HEADER + "v1,much,0.7,0.4,0.6,1,2,0.5\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("viewers.csv.gz:2: ")
        .hasMessageContaining("much");
  }

  @Test
  void read_otherHeader_saysWhatIsExpected() {
    assertThatThrownBy(() -> read("viewer,activity\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(":1: viewer,activity (expected: viewer,activity,answers,");
  }

  @Test
  void read_nobody_isRefused() {
    assertThatThrownBy(() -> read(HEADER)).hasMessageEndingWith("0 viewers (expected: at least 1)");
  }

  private Viewers read(String text) throws IOException {
    var file = folder.resolve("viewers.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return Viewers.read(file);
  }
}
