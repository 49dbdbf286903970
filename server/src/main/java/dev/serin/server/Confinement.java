package dev.serin.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What keeps a worker from harming others, as far as this machine offers it. */
public final class Confinement {
  private static final Path NICE = Path.of("/usr/bin/nice");

  /**
   * A tenth of the weight of other processes. With the lowest priority a worker does not even start
   * within a minute on a machine whose cores are all busy.
   */
  private static final String PRIORITY = "10";

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final List<String> NO_NETWORK =
      List.of("/usr/bin/unshare", "--map-current-user", "--net");

  private static final boolean WITHOUT_NETWORK = allowed(NO_NETWORK);

  private Confinement() {}

  /** Whether workers have no network; not every system lets a user take it from a process. */
  public static boolean withoutNetwork() {
    return WITHOUT_NETWORK;
  }

  /** Returns the words that come before a worker's command. */
  static List<String> prefix() {
    var prefix = new ArrayList<String>();
    if (Files.isExecutable(NICE)) {
      prefix.addAll(List.of(NICE.toString(), "-n", PRIORITY));
    }
    if (WITHOUT_NETWORK) {
      prefix.addAll(NO_NETWORK);
    }
    if (Files.isExecutable(SETPRIV)) {
      // Ends with the thread that starts it, at the latest with this process.
      prefix.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL"));
    }
    return prefix;
  }

  private static boolean allowed(List<String> prefix) {
    var command = new ArrayList<>(prefix);
    command.add("/bin/true");
    try {
      var process = new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
