package dev.serin.config;

import dev.serin.split.Split;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The split of a model in the file.
 *
 * @param stable the version named stable, or null if none is named
 */
public record SplitBlock(Split split, @Nullable Long stable) {

  /** Throws {@link IllegalArgumentException} if the version named stable has no share. */
  public SplitBlock {
    long unused = split.stable(stable, null);
  }

  /**
   * Returns the SHA-256, in hexadecimal, of the block's meaning: the same for {@code 0.1} and
   * {@code "0.10"}, for any order, and with or without comments and versions of share 0.
   */
  public String hash() {
    var canonical = "split " + split + "\nstable " + (stable == null ? "unnamed" : stable) + "\n";
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
