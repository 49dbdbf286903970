package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.demo.Played;
import dev.serin.demo.chart.Ink;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PosterTest {
  private static final int RGB = 0xffffff;

  @Test
  void png_threeActs_isOneRowInAllInks() throws IOException {
    var image = image(List.of(Performances.better(), Performances.hasty(), Performances.slow()));

    assertThat(image.getWidth()).isEqualTo(1600);
    assertThat(image.getHeight()).isBetween(1100, 1300);
    assertThat(colours(image))
        .contains(Ink.PAPER.light(), Ink.STABLE.light(), Ink.CANDIDATE.light())
        .contains(Ink.GOOD.light(), Ink.BAD.light(), Ink.TEXT.light());
  }

  @Test
  void png_fourActs_isTwoRows() throws IOException {
    var act = Performances.hasty();
    int one = image(List.of(act)).getHeight();

    assertThat(image(List.of(act, act, act)).getHeight()).isEqualTo(one);
    assertThat(image(List.of(act, act, act, act)).getHeight()).isGreaterThan(one * 3 / 2);
  }

  @Test
  void png_noAct_isTheTitle() throws IOException {
    assertThat(colours(image(List.of()))).contains(Ink.TEXT.light());
  }

  @ParameterizedTest
  @MethodSource("dev.serin.demo.report.PageTest#edges")
  void png_edge_isDrawn(Played played) throws IOException {
    assertThat(colours(image(List.of(played)))).contains(Ink.TEXT.light(), Ink.MUTED.light());
  }

  private static BufferedImage image(List<Played> acts) throws IOException {
    var png = new Poster(Performances.of(acts)).png();
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static Set<Integer> colours(BufferedImage image) {
    int width = image.getWidth();
    return Arrays.stream(image.getRGB(0, 0, width, image.getHeight(), null, 0, width))
        .mapToObj(colour -> colour & RGB)
        .collect(Collectors.toSet());
  }
}
