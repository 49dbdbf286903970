package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InputBuffersTest {
  private static final int ALIGNMENT = 64;
  private static final int ABOVE_KEPT = (16 << 20) + 1;

  /** Where memory begins is chance, so each size is tried at several places. */
  @Test
  void allocate_everyResidueOfTheAlignment_hasRoomAndBeginsAligned() {
    for (int residue = 0; residue < 2 * ALIGNMENT; residue++) {
      for (int place = 0; place < 16; place++) {
        var memory = InputBuffers.Block.allocate(1024 + residue);

        assertThat(memory.capacity()).isEqualTo(1024 + residue);
        assertThat(memory.alignmentOffset(0, ALIGNMENT)).isZero();
      }
    }
  }

  @Test
  void copy_moreThanIsKept_holdsAllOfIt() {
    var block = new InputBuffers().begin(ABOVE_KEPT);
    for (int bytes = ABOVE_KEPT; bytes < ABOVE_KEPT + ALIGNMENT; bytes += 5) {
      var data = ByteBuffer.allocate(bytes);
      data.put(bytes - 1, (byte) 17);

      var copy = block.copy(data);

      assertThat(copy.remaining()).isEqualTo(bytes);
      assertThat(copy.get(bytes - 1)).isEqualTo((byte) 17);
    }
  }
}
