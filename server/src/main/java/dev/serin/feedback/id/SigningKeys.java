package dev.serin.feedback.id;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys of a key file: one line of 64 hexadecimal digits each. The first signs prediction ids;
 * all verify them, so that a key can be replaced while ids that it signed are still in use.
 *
 * <p>Thread-safe: immutable.
 */
public final class SigningKeys {
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Set<PosixFilePermission> ALLOWED =
      PosixFilePermissions.fromString("rw-r-----");

  /** The prefix of a signed user hash; no prediction id begins with it. */
  private static final byte USER_HASH = 0;

  private final List<SigningKey> keys;

  private SigningKeys(List<SigningKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a key file.
   *
   * @throws IOException if it cannot be read, others can read it, or it is not a key file; the
   *     message contains no key
   */
  public static SigningKeys load(Path file) throws IOException {
    if (posix(file)) {
      checkPermissions(file);
    }
    return parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  /** A user who can read the key can forge prediction ids. */
  private static void checkPermissions(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (!ALLOWED.containsAll(permissions)) {
      throw new IOException(file + ": " + PosixFilePermissions.toString(permissions)
          + " (expected: a key that others cannot read and the group not write, as after chmod 600,"
          + " 640 or 440)");
    }
  }

  public static SigningKeys parse(String origin, String text) throws IOException {
    var lines = text.lines().toList();
    var keys = new ArrayList<SigningKey>();
    for (int i = 0; i < lines.size(); i++) {
      if (!KEY.matcher(lines.get(i)).matches()) {
        throw new IOException(origin + ":" + (i + 1) + ": a line of "
            + lines.get(i).length() + " characters (expected: 64 hexadecimal digits)");
      }
      keys.add(new SigningKey(HexFormat.of().parseHex(lines.get(i))));
    }
    if (keys.isEmpty()) {
      throw new IOException(origin + ": empty (expected: a line of 64 hexadecimal digits)");
    }
    return new SigningKeys(keys);
  }

  /**
   * Reads a key file, or creates it with a new key if it does not exist. A new file can be read by
   * its owner only, and is either complete or missing if the machine crashes meanwhile.
   *
   * @throws IOException if it cannot be read or created, or is not a key file
   */
  public static SigningKeys loadOrCreate(Path file, SecureRandom random) throws IOException {
    if (Files.notExists(file)) {
      create(file, random);
    }
    return load(file);
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    var secret = new byte[SigningKey.SECRET_BYTES];
    random.nextBytes(secret);
    var line = HexFormat.of().formatHex(secret) + "\n";
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(temporary, options, ownerOnly(file))) {
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(file);
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return posix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Forces the new name to disk, where the system supports that. */
  private static void forceFolder(Path file) throws IOException {
    if (posix(file)) {
      var folder = file.toAbsolutePath().getParent();
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean posix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Returns the signature of the remaining bytes under the first key. */
  byte[] sign(ByteBuffer data) {
    return keys.get(0).sign(data);
  }

  /** Whether this is the signature of the remaining bytes under one of the keys. */
  boolean verifies(ByteBuffer data, byte[] signature) {
    return keys.stream().anyMatch(key -> key.verifies(data, signature));
  }

  /** Returns a pseudonym of a user's hash, which cannot be derived without the first key. */
  public long keyed(long userHash) {
    var data =
        ByteBuffer.allocate(1 + Long.BYTES).put(USER_HASH).putLong(userHash).flip();
    return ByteBuffer.wrap(sign(data)).getLong();
  }
}
