package dev.serin.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Tensor;
import org.junit.jupiter.api.Test;

class TensorWriterTest {
  @Test
  void text_scoresThatAreNoNumbers_areNotTheHighest() {
    assertThat(text(Float.NaN, 0.2f, 0.5f)).endsWith("(highest at 2)");
    assertThat(text(0.5f, 0.5f, Float.NaN)).endsWith("(highest at 0)");
    assertThat(text(Float.NaN, Float.NaN)).endsWith("NaN NaN");
  }

  private static String text(float... scores) {
    return TensorWriter.text(Tensor.fp32("y", Tensor.shapeOf(1, scores.length), scores));
  }
}
