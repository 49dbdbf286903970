package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final Path DEMO = Path.of("../models/demo/watch-next");

  @Test
  void set_andBack_isTheSameModel() throws IOException {
    var once = Looks.set(model(4), 1);

    assertThat(Looks.set(Looks.set(once, 300), 1)).isEqualTo(once);
    assertThat(once).hasSameSizeAs(model(4));
  }

  @Test
  void set_otherNumber_changesItsBytesOnly() throws IOException {
    var few = Looks.set(model(4), 1);
    var many = Looks.set(model(4), 0x0203);

    assertThat(differences(few, many)).isEqualTo(2);
  }

  @Test
  void set_modelWithoutLooks_isRefused() throws IOException {
    var model = model(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Looks.set(model, 2))
        .withMessage("model: no initializer looks (expected: the slow version of the demo)");
  }

  @Test
  void set_garbage_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Looks.set(new byte[] {-1, -1, -1}, 2))
        .withMessageEndingWith("(expected: ONNX)");
  }

  private static byte[] model(int version) throws IOException {
    return Files.readAllBytes(DEMO.resolve(version + "/model.onnx"));
  }

  private static int differences(byte[] one, byte[] other) {
    assertThat(one).hasSameSizeAs(other);
    int count = 0;
    for (int i = 0; i < one.length; i++) {
      count += one[i] == other[i] ? 0 : 1;
    }
    return count;
  }
}
