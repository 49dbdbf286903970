package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which version a user gets, and why.
 *
 * @param hash the first 8 bytes of SHA-256(salt, 0x00, user id), in hexadecimal
 * @param bucket the hash as a number in [0, 1)
 * @param why the reason in one sentence
 * @param forcedBy the list of the configuration that names the user, whose hash then does not count
 */
public record Explanation(
    String model,
    String userId,
    String salt,
    String hash,
    double bucket,
    long version,
    Role role,
    long revision,
    String why,
    Optional<ForcedBy> forcedBy) {
  public Explanation {
    requireNonNull(model, "model");
    requireNonNull(userId, "userId");
    requireNonNull(salt, "salt");
    requireNonNull(hash, "hash");
    requireNonNull(role, "role");
    requireNonNull(why, "why");
    requireNonNull(forcedBy, "forcedBy");
  }

  /** A list of users whose version the configuration sets. */
  public enum ForcedBy {
    /** Users who get stable. */
    FORCE_STABLE,
    /** Users who get the canary while there is one, else stable. */
    FORCE_CANARY
  }
}
