package dev.serin.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A Unix domain socket that no other user can connect to, not even while it is created: it is in a
 * folder that only its owner can enter.
 */
public final class SocketFile implements Transport {
  /** The longest path in bytes; the kernel accepts 108, Java's own sockets do not. */
  private static final int MAX_PATH_BYTES = 106;

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  /** The bits of a file's mode that hold its type, and their value for a socket; see stat(2). */
  private static final int TYPE = 0170_000;

  private static final int SOCKET = 0140_000;

  private final Path path;
  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
      1, new DefaultThreadFactory("serin-socket", true), EpollIoHandler.newFactory());

  private SocketFile(Path path) {
    this.path = path;
  }

  /** Creates the folder if it is missing. */
  static SocketFile prepare(Path path) throws IOException {
    var folder = path.getParent();
    if (folder != null) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    }
    var problem = problem(path);
    if (problem.isPresent()) {
      throw new IOException("admin socket: " + problem.get());
    }
    return new SocketFile(path);
  }

  /** Returns why a socket cannot be opened at an absolute path; changes nothing. */
  public static Optional<String> problem(Path path) {
    if (!Epoll.isAvailable()) {
      return Optional.of("no Unix domain sockets on " + System.getProperty("os.name") + " on "
          + System.getProperty("os.arch") + ", where epoll does not load: "
          + Epoll.unavailabilityCause() + " (expected: Linux; use --admin-port instead)");
    }
    int bytes = path.toString().getBytes(UTF_8).length;
    if (bytes > MAX_PATH_BYTES) {
      return Optional.of(path + " has " + bytes + " bytes (expected: at most " + MAX_PATH_BYTES
          + ", for a Unix domain socket)");
    }
    try {
      var folder = folderProblem(path);
      return folder.isPresent() ? folder : fileProblem(path);
    } catch (IOException e) {
      return Optional.of(path + " cannot be read: " + e);
    }
  }

  private static Optional<String> folderProblem(Path path) throws IOException {
    var folder = path.getParent();
    if (folder == null || Files.notExists(folder)) {
      return Optional.empty();
    }
    return FOLDER.containsAll(Files.getPosixFilePermissions(folder))
        ? Optional.empty()
        : Optional.of(folder + " is open to other users (expected: a folder with mode 0700, such as"
            + " the state folder)");
  }

  private static Optional<String> fileProblem(Path path) throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE) != SOCKET) {
      return Optional.of(path + " is not a socket (expected: an unused path)");
    }
    return live(path)
        ? Optional.of(path + " is in use (expected: a socket that no process listens on)")
        : Optional.empty();
  }

  /** Whether a process listens; only a refused connection proves that none does. */
  private static boolean live(Path path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // A blocking connection to a process that hangs would wait.
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Override
  public NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(new DomainSocketAddress(path.toString()))
        .channelType(EpollServerDomainSocketChannel.class)
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops);
  }

  /** The transport replaces an existing file, and removes its own when the server stops. */
  @Override
  public void start(Server server) throws IOException {
    try {
      server.start();
      Files.setPosixFilePermissions(path, FILE);
    } catch (IOException e) {
      server.shutdownNow();
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
