package dev.serin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.FreshClasses;
import dev.serin.control.RestartScript.Command;
import dev.serin.control.RestartScript.History;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Law 14: what one process has written the next one reads, whatever it was and in whatever order
 * the two have met the parts of a rollout. A process is played by classes that are loaded anew.
 */
@Tag("long")
class RestartLawsTest {
  @TempDir
  Path folder;

  static Stream<Arguments> histories() {
    return Stream.of(History.values())
        .flatMap(history -> Stream.of(true, false)
            .filter(block -> block || history != History.SHADOW)
            .map(block -> Arguments.of(history, block)));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void load_afterEachCommandToARolloutInEachState_isWhatWasWritten(History history, boolean block)
      throws Exception {
    var first = folder.resolve("first");
    var begun = call("begin", first.toString(), block, history.name());

    var written = new ArrayList<String>();
    var folders = new ArrayList<String>();
    for (var command : Command.values()) {
      for (var blockNow : List.of(true, false)) {
        var second = folder.resolve(command + "-" + blockNow);
        copy(first, second);
        var asked = call("ask", second.toString(), blockNow, command.name());

        assertThat(asked.subList(0, begun.size())).as(command.name()).isEqualTo(begun);
        written.addAll(asked);
        folders.add(second.toString());
      }
    }
    assertThat(call("read", folders)).isEqualTo(written);
  }

  private static List<String> call(String method, Object... arguments) throws Exception {
    var script = new FreshClasses().loadClass(RestartScript.class.getName());
    try {
      var result = Stream.of(script.getMethods())
          .filter(found -> found.getName().equals(method))
          .findFirst()
          .orElseThrow()
          .invoke(null, arguments);
      return ((List<?>) result).stream().map(String.class::cast).toList();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (var files = Files.walk(source)) {
      for (var file : files.toList()) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }
}
