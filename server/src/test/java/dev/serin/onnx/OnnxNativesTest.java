package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxNativesTest {
  @TempDir
  private Path folder;

  private final String library = System.mapLibraryName("onnxruntime");

  @Test
  void unpack_emptyFolder_holdsTheLibrariesAndNothingElse() throws Exception {
    OnnxNatives.unpack(folder.resolve("new/natives"));

    assertThat(folder.resolve("new/natives"))
        .isDirectoryContaining("glob:**/" + library)
        .isDirectoryContaining("glob:**/" + System.mapLibraryName("onnxruntime4j_jni"))
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void unpack_cutLibrary_isReplaced() throws Exception {
    Files.writeString(folder.resolve(library), "cut");

    OnnxNatives.unpack(folder);

    assertThat(Files.size(folder.resolve(library))).isGreaterThan(1_000_000);
  }

  @Test
  void unpack_secondTime_leavesTheFilesAlone() throws Exception {
    OnnxNatives.unpack(folder);
    var key = fileKey();

    OnnxNatives.unpack(folder);

    assertThat(fileKey()).isEqualTo(key);
  }

  @Test
  void unpack_fileInTheWay_fails() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> OnnxNatives.unpack(file)).isInstanceOf(IOException.class);
  }

  private Object fileKey() throws IOException {
    var file = folder.resolve(library);
    return Files.getLastModifiedTime(file) + " " + Files.getAttribute(file, "basic:fileKey");
  }
}
