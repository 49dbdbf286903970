package dev.serin.feedback.id;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Writes and signs prediction ids, and reads those with a valid signature. Thread-safe. */
public final class PredictionIds {
  /*
   * A prediction id is base64url without padding of its fields (see PredictionIdFormat) and their
   * signature, the first 16 bytes of HMAC-SHA256 over all of them. Each id has one spelling only:
   * text that is not exactly what the encoder writes for its bytes (padding, bits beyond the last
   * byte) is refused.
   */
  private static final int MAX_CHARACTERS = 2_048;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final SigningKeys keys;

  public PredictionIds(SigningKeys keys) {
    this.keys = keys;
  }

  /** A prediction id with its text, and the fingerprint of its signature. */
  public record Signed(PredictionId id, String text, Fingerprint fingerprint) {}

  public Signed sign(PredictionId id) {
    var fields = PredictionIdFormat.write(id);
    var signature = keys.sign(fields);
    var all = ByteBuffer.allocate(fields.remaining() + signature.length);
    all.put(fields).put(signature);
    return new Signed(id, ENCODER.encodeToString(all.array()), Fingerprint.of(signature));
  }

  /** Reads an id; returns nothing if it was not written and signed with one of the keys. */
  public Optional<Signed> read(String text) {
    return decode(text)
        .filter(all -> all.length > SigningKey.SIGNATURE_BYTES)
        .flatMap(all -> verified(text, all));
  }

  private Optional<Signed> verified(String text, byte[] all) {
    int length = all.length - SigningKey.SIGNATURE_BYTES;
    var fields = ByteBuffer.wrap(all, 0, length);
    var signature = Arrays.copyOfRange(all, length, all.length);
    if (!keys.verifies(fields, signature)) {
      return Optional.empty();
    }
    return PredictionIdFormat.read(fields)
        .map(id -> new Signed(id, text, Fingerprint.of(signature)));
  }

  private static Optional<byte[]> decode(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      var bytes = DECODER.decode(text);
      return Optional.of(bytes).filter(b -> ENCODER.encodeToString(b).equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
