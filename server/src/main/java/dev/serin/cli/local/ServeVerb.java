package dev.serin.cli.local;

import dev.serin.cli.console.CommonOptions;
import dev.serin.cli.console.Console;
import dev.serin.cli.console.ExitCode;
import dev.serin.cli.console.VerbException;
import dev.serin.cli.console.WholePath;
import dev.serin.server.Gateway;
import dev.serin.server.GatewayOptions;
import dev.serin.server.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a gateway until the process is told to stop. */
@Command(
    name = "serve",
    header = "Run a gateway until it is told to stop.",
    footer = {
      "",
      "Examples:",
      "  ./serin serve",
      "  ./serin serve --models my/models --port 9001",
      "It prints a line that begins with `ready`, or with `listening` if the stable",
      "version of a model is not ready. On SIGTERM and Ctrl-C, calls in flight finish",
      "first; the exit code is then 143 or 130."
    })
public final class ServeVerb implements Callable<Integer> {
  private final Console console;

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Mixin
  private GatewayFiles files = new GatewayFiles();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "where the gateway keeps its state (default: .serin beside the configuration)")
  private @Nullable Path state;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "the key that signs prediction ids, for instances that share one"
          + " (default: its own key)")
  private @Nullable Path keyFile;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "record calls and labels here, one CSV file for each model; full or existing"
          + " files are renamed (default: no recording)")
  private @Nullable Path events;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "the address to listen on (default: 127.0.0.1, this machine only)")
  private String host = "";

  @Option(
      names = "--allow-repository-control",
      description = "let callers of the data port load and unload models (RepositoryModelLoad and"
          + " RepositoryModelUnload; the admin port always does)")
  private boolean repositoryControl;

  @Mixin
  private GatewayPorts ports = new GatewayPorts();

  public ServeVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (var gateway = Gateway.start(options())) {
      var stop = new Thread(() -> drain(gateway), "serin-stop");
      Runtime.getRuntime().addShutdownHook(stop);
      new ServeReport(gateway, host, files).print(console, common.json());
      awaitInterrupt();
      boolean unused = Runtime.getRuntime().removeShutdownHook(stop);
    } catch (StartException e) {
      throw VerbException.refused("cannot start: " + e.getMessage());
    }
    return ExitCode.DONE;
  }

  private GatewayOptions options() {
    var config = files.config();
    return new GatewayOptions(
        new GatewayOptions.Files(
            config,
            files.models(),
            state == null ? config.resolveSibling(".serin") : WholePath.of(state),
            keyFile,
            events == null ? null : events(WholePath.of(events))),
        new GatewayOptions.Address(
            host, ports.data(), ports.http(), ports.admin(), ports.adminSocket()),
        repositoryControl,
        /* workers= */ true);
  }

  /** Returns the file to record to, if it can be written. */
  private static Path events(Path file) {
    var folder = file.getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw VerbException.usage(
          "--events: " + file + " (expected: a file in a folder that exists and is writable)");
    }
    return file;
  }

  /** Runs at shutdown; the process ends when it returns. */
  private static void drain(Gateway gateway) {
    try {
      gateway.drain();
    } catch (InterruptedException e) {
      gateway.close();
    }
  }

  /** Waits until this thread is interrupted, which stops this verb only. */
  @SuppressWarnings("Interruption") // no caller needs the interrupt
  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      return;
    }
  }
}
