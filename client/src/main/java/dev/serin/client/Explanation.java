package dev.serin.client;

import static java.util.Objects.requireNonNull;

/**
 * Which version a user gets, and why.
 *
 * @param hash the first 8 bytes of SHA-256(salt, 0x00, user id), in hexadecimal
 * @param bucket the hash as a number in [0, 1)
 * @param why the sentence a person would say
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
    String why) {
  public Explanation {
    requireNonNull(model, "model");
    requireNonNull(userId, "userId");
    requireNonNull(salt, "salt");
    requireNonNull(hash, "hash");
    requireNonNull(role, "role");
    requireNonNull(why, "why");
  }
}
