package dev.serin.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer characters = CharBuffer.allocate(8);

  @Test
  void valid_ofAllBytesOfUpToThree_isWhatTheJdkSays() {
    for (int value = 0; value < 1 << 24; value += value < 1 << 16 ? 1 : 7) {
      assertLikeTheJdk(new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }
  }

  @Test
  void valid_ofFourBytes_isWhatTheJdkSays() {
    var random = new Random(5);
    for (int i = 0; i < 300_000; i++) {
      assertLikeTheJdk(new byte[] {
        (byte) (0xec + random.nextInt(12)),
        (byte) (0x78 + random.nextInt(0x50)),
        (byte) (0x78 + random.nextInt(0x50)),
        (byte) (0x78 + random.nextInt(0x50))
      });
    }
  }

  @Test
  void valid_ofAPart_looksAtNothingElse() {
    var bytes = ByteBuffer.wrap(new byte[] {-1, 'a', (byte) 0xc3, (byte) 0xa4, -1});

    assertThat(Utf8.valid(bytes, 1, 3)).isTrue();
    assertThat(Utf8.valid(bytes, 1, 2)).isFalse();
    assertThat(Utf8.valid(bytes, 5, 0)).isTrue();
  }

  private void assertLikeTheJdk(byte[] bytes) {
    boolean valid = Utf8.valid(ByteBuffer.wrap(bytes), 0, bytes.length);
    if (valid != decodes(bytes)) {
      assertThat(valid).as("%s", ByteBuffer.wrap(bytes)).isEqualTo(decodes(bytes));
    }
  }

  private boolean decodes(byte[] bytes) {
    characters.clear();
    return !decoder.reset().decode(ByteBuffer.wrap(bytes), characters, true).isError();
  }
}
