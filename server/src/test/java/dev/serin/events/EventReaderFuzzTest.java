package dev.serin.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class EventReaderFuzzTest {
  @TempDir
  private Path folder;

  @FuzzTest(maxDuration = "2m")
  void next_anyBytes_areEventsOrRefused(byte[] bytes) throws IOException {
    var content = new ByteArrayOutputStream();
    content.writeBytes(new RowWriter().header());
    content.writeBytes(bytes);

    try {
      assertThat(Rows.of(Files.write(folder.resolve("a.csv"), content.toByteArray())))
          .isNotNull();
      assertThat(Rows.of(Files.write(folder.resolve("b.csv"), bytes))).isNotNull();
    } catch (EventFormatException refused) {
      assertThat(refused).hasMessageMatching("\\S+\\.csv(:\\d+)?: .*\\(expected: .*\\)");
    }
  }
}
