package dev.serin.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What keeps a worker from harming others, as far as this machine offers it: each command is tried
 * once.
 */
public final class Confinement {
  /**
   * A tenth of the weight of other processes. With the lowest priority a worker does not even start
   * within a minute on a machine whose cores are all busy.
   */
  private static final List<String> LOW_PRIORITY = List.of("/usr/bin/nice", "-n", "10");

  /** Not every system lets a user take the network from a process. */
  private static final List<String> NO_NETWORK =
      List.of("/usr/bin/unshare", "--map-current-user", "--net");

  /** Ends a process with the thread that started it; systems from before 2019 cannot. */
  private static final List<String> END_WITH_PARENT =
      List.of("/usr/bin/setpriv", "--pdeathsig", "KILL");

  private static final List<List<String>> OFFERED = Stream.of(
          LOW_PRIORITY, NO_NETWORK, END_WITH_PARENT)
      .filter(Confinement::works)
      .toList();

  private Confinement() {}

  /** Whether workers have no network. */
  public static boolean withoutNetwork() {
    return OFFERED.contains(NO_NETWORK);
  }

  /**
   * Returns the words that come before a worker's command.
   *
   * @param lowPriority whether it must not disturb others
   */
  static List<String> prefix(boolean lowPriority) {
    return OFFERED.stream()
        .filter(words -> lowPriority || !words.equals(LOW_PRIORITY))
        .flatMap(List::stream)
        .toList();
  }

  /** Whether a command can run another one. */
  static boolean works(List<String> prefix) {
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
