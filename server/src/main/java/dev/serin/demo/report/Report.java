package dev.serin.demo.report;

import dev.serin.demo.Performance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a demo as a self-contained page, and as a picture for a README. */
public final class Report {
  private static final String PAGE = "index.html";
  private static final String PICTURE = "rollouts.png";

  private Report() {}

  /** Renders the picture. */
  @FunctionalInterface
  interface Painter {
    byte[] paint(Performance performance) throws IOException;
  }

  /**
   * Writes {@code index.html} and {@code rollouts.png}; the same performance gives the same page. A
   * JVM that cannot draw pixels, because fonts or AWT are missing, writes the page only.
   *
   * @param folder is created if it does not exist
   * @throws IOException if a file cannot be written
   */
  public static Written write(Path folder, Performance performance) throws IOException {
    return write(folder, performance, shown -> new Poster(shown).png());
  }

  static Written write(Path folder, Performance performance, Painter painter) throws IOException {
    Files.createDirectories(folder);
    var page = folder.resolve(PAGE);
    var picture = folder.resolve(PICTURE);
    Files.write(page, new Page(performance).html().getBytes(StandardCharsets.UTF_8));
    byte[] pixels;
    try {
      pixels = painter.paint(performance);
    } catch (RuntimeException | Error e) {
      // Without AWT, X or fonts a JVM throws many kinds of errors, even of missing classes.
      Files.deleteIfExists(picture);
      return new Written(List.of(page), List.of(PICTURE + ": this JVM cannot draw it: " + root(e)));
    }
    Files.write(picture, pixels);
    return new Written(List.of(page, picture), List.of());
  }

  private static Throwable root(Throwable failure) {
    var root = failure;
    for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return root;
  }
}
