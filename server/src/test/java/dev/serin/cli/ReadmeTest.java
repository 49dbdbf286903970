package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.demo.DemoVerbTest;
import dev.serin.config.ConfigFile;
import dev.serin.config.GatewayConfig;
import dev.serin.config.yaml.ParsedConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs what the README tells a newcomer to type, in its order, in one gateway; {@link DemoVerbTest}
 * plays the demo.
 */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern READY = Pattern.compile("ready grpc=(\\S+) http=\\S+ admin=(\\S+)");
  private static final Pattern ID = Pattern.compile("\"predictionId\":\"([^\"]+)\"");

  @TempDir
  Path state;

  @Test
  void commands_inTheirOrder_allSucceed() throws Exception {
    var commands = commands();
    assertThat(commands.get(0)).containsExactly("demo");
    assertThat(commands.get(1)).containsExactly("serve");
    try (var serving = new Serving(state)) {
      for (var command : commands.subList(2, commands.size())) {
        var result = serving.run(command);

        assertThat(result.code()).as("%s: %s", command, result.text()).isZero();
      }
    }
  }

  @Test
  void configuration_isValid() throws IOException {
    var yaml = blocks("yaml").get(0);

    assertThat(new ConfigFile(GatewayConfig.defaults(1)).parse("README.md", yaml))
        .isInstanceOf(ParsedConfig.Valid.class);
  }

  /** The commands of the README without {@code ./serin}, as a shell would split them. */
  private static List<List<String>> commands() throws IOException {
    return blocks("").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("./serin "))
        .map(line -> words(line.substring("./serin ".length())))
        .toList();
  }

  private static List<String> blocks(String language) throws IOException {
    var blocks = new ArrayList<String>();
    var matcher = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```").matcher(Files.readString(README));
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        blocks.add(matcher.group(2));
      }
    }
    return blocks;
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }

  private record Result(int code, String text) {}

  /** {@code ./serin serve} on free ports, and the other verbs beside it. */
  private static final class Serving implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final Thread thread;
    private final Map<String, String> environment;
    private String predictionId = "";

    Serving(Path state) throws InterruptedException {
      var arguments = new String[] {
        "serve", "--port", "0", "--http-port", "0", "--admin-port", "0", "--state", state.toString()
      };
      var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
      thread = new Thread(
          () -> ended.complete(Main.run(arguments, stream, stream, Map.of(), false)),
          "readme-serve");
      thread.start();
      environment = awaitReady();
    }

    Result run(List<String> command) {
      var text = new ByteArrayOutputStream();
      var stream = new PrintStream(text, true, StandardCharsets.UTF_8);
      var arguments = command.stream()
          .map(word -> word.equals("PREDICTION_ID") ? predictionId : word)
          .toArray(String[]::new);
      int code = Main.run(arguments, stream, stream, environment, false);
      if (command.get(0).equals("predict")) {
        remember(command);
      }
      return new Result(code, text.toString(StandardCharsets.UTF_8));
    }

    /** Predicts once more for a prediction id, which is easier to find in JSON. */
    private void remember(List<String> command) {
      var text = new ByteArrayOutputStream();
      var stream = new PrintStream(text, true, StandardCharsets.UTF_8);
      var arguments = new ArrayList<>(command);
      arguments.addAll(List.of("-o", "json"));
      Main.run(arguments.toArray(String[]::new), stream, stream, environment, false);
      var matcher = ID.matcher(text.toString(StandardCharsets.UTF_8));
      assertThat(matcher.find()).isTrue();
      predictionId = matcher.group(1);
    }

    private Map<String, String> awaitReady() throws InterruptedException {
      while (!ended.isDone()) {
        var matcher = READY.matcher(out.toString(StandardCharsets.UTF_8));
        if (matcher.find()) {
          return Map.of("SERIN_SERVER", matcher.group(1), "SERIN_ADMIN", matcher.group(2));
        }
        thread.join(20);
      }
      throw new AssertionError(out.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      thread.interrupt();
      ended.join();
    }
  }
}
