package dev.serin.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options of a gateway: where its files are and where it listens.
 *
 * @param repositoryControl whether callers of the data port may load and unload models
 * @param workers whether files that were never loaded are first loaded in a process of their own
 */
public record GatewayOptions(
    Files files, Address address, boolean repositoryControl, boolean workers) {
  /**
   * The options of a gateway in one process, whose models are loaded and unloaded on the admin port
   * only.
   */
  public GatewayOptions(Files files, Address address) {
    this(files, address, /* repositoryControl= */ false, /* workers= */ false);
  }

  /**
   * Where the files are.
   *
   * @param config the configuration; if it does not exist, the defaults apply
   * @param models the folder of models
   * @param state the folder of the gateway's own state; created if missing
   * @param key the key file that instances share; null for the gateway's own
   * @param events where calls and labels are recorded; null if they are not
   */
  public record Files(
      Path config,
      Path models,
      Path state,
      @Nullable Path key,
      @Nullable Path events) {

    /** The files of a gateway that does not record. */
    public Files(Path config, Path models, Path state, @Nullable Path key) {
      this(config, models, state, key, null);
    }
  }

  /**
   * Where the gateway listens; port 0 picks a free one.
   *
   * @param adminSocket the Unix domain socket that replaces the admin port; null for none
   */
  public record Address(
      String host,
      int grpcPort,
      int httpPort,
      int adminPort,
      @Nullable Path adminSocket) {

    /** The address of a gateway with an admin port. */
    public Address(String host, int grpcPort, int httpPort, int adminPort) {
      this(host, grpcPort, httpPort, adminPort, null);
    }

    /** The admin port is for this machine only, whatever host the others are for. */
    SocketAddress admin() {
      return adminSocket == null
          ? new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort)
          : UnixDomainSocketAddress.of(adminSocket);
    }
  }
}
