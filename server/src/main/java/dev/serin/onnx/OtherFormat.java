package dev.serin.onnx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.serin.model.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats of files that are named like a model but are not ONNX. */
enum OtherFormat {
  GIT_LFS("version https://git-lfs", "a Git LFS pointer (expected: the file; run git lfs pull)"),
  GZIP("\u001f\u008b", "compressed with gzip (expected: the unpacked file)"),
  ZIP(
      "PK\u0003\u0004",
      "a zip archive, as PyTorch saves models (expected: ONNX, by torch.onnx.export)"),
  HDF5("\u0089HDF", "an HDF5 file, as Keras saves models (expected: ONNX)");

  private final String beginning;
  private final String text;

  OtherFormat(String beginning, String text) {
    this.beginning = beginning;
    this.text = text;
  }

  /** Throws if a file begins like one of another format. */
  static void check(Path file) throws IOException, ModelLoadException {
    try (var in = Files.newInputStream(file)) {
      var start = new String(in.readNBytes(GIT_LFS.beginning.length()), ISO_8859_1);
      for (var format : values()) {
        if (start.startsWith(format.beginning)) {
          throw new ModelLoadException("not an ONNX model: " + format.text, null);
        }
      }
    }
  }
}
