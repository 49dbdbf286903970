package dev.serin.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Laws 10 and 12: an id that was changed in any way is refused. */
class ForgedIdsTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final long SEED = 20250301;

  private final FeedbackRig gateway;

  ForgedIdsTest() throws Exception {
    gateway = new FeedbackRig(new MemoryLabelLog(), new TestClock());
  }

  @Test
  void submit_randomlyChangedIds_areInvalidAndCounted() {
    var random = new SplittableRandom(SEED);
    var ids = List.of(
        gateway.predictOne(),
        gateway.predict("spam", FeedbackRig.digits(1)),
        gateway.predict("film", FeedbackRig.digits(70)));

    for (int i = 0; i < 100_000; i++) {
      var id = ids.get(i % ids.size());
      var changed = change(id, random);
      if (!changed.equals(id)) {
        assertThat(gateway.label(changed, "one").result())
            .as("seed %d, change %d: %s of %s", SEED, i, changed, id)
            .isEqualTo(FeedbackResult.INVALID);
      }
    }

    assertThat(gateway.sink.outcomes()).isEmpty();
    assertThat(gateway.sink.answers()).hasSizeGreaterThan(95_000).containsOnly(" INVALID");
  }

  /** With three lengths of the name, the ids' last character holds 6, 4 and 2 bits. */
  @Test
  void submit_otherSpellingsOfTheSameBytes_areInvalid() throws Exception {
    for (var model : List.of("m", "mo", "mod")) {
      var id = gateway.predict(model, FeedbackRig.digits(1));
      var bytes = Base64.getUrlDecoder().decode(id);
      for (int i = 0; i < ALPHABET.length(); i++) {
        var other = id.substring(0, id.length() - 1) + ALPHABET.charAt(i);
        if (!other.equals(id)) {
          assertThat(gateway.label(other, "one").version()).as(other).isEmpty();
        }
      }
      assertThat(gateway
              .label(Base64.getUrlEncoder().encodeToString(bytes) + "=", "one")
              .version())
          .isEmpty();
      assertThat(gateway.label(id, "one").version()).isPresent();
    }
  }

  @Test
  void submit_nonsense_isInvalid() {
    assertThat(List.of("", "A", "====", "ä", "\0", "a".repeat(100_000), "AQ"))
        .allSatisfy(text ->
            assertThat(gateway.label(text, "one").result()).isEqualTo(FeedbackResult.INVALID));
  }

  private static String change(String id, RandomGenerator random) {
    int at = random.nextInt(id.length());
    return switch (random.nextInt(7)) {
      case 0 -> flipBit(id, random);
      case 1 -> id.substring(0, at);
      case 2 -> id.substring(at);
      case 3 -> id.substring(0, at) + anyCharacter(random) + id.substring(at);
      case 4 -> id.substring(0, at) + anyCharacter(random) + id.substring(at + 1);
      case 5 -> swap(id, at, random.nextInt(id.length()));
      default -> id.substring(0, id.length() - 1) + anyCharacter(random);
    };
  }

  private static String flipBit(String id, RandomGenerator random) {
    var bytes = Base64.getUrlDecoder().decode(id);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static char anyCharacter(RandomGenerator random) {
    return ALPHABET.charAt(random.nextInt(ALPHABET.length()));
  }

  private static String swap(String id, int one, int other) {
    var characters = id.toCharArray();
    characters[one] = id.charAt(other);
    characters[other] = id.charAt(one);
    return new String(characters);
  }
}
