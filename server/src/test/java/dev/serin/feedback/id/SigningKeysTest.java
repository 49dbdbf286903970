package dev.serin.feedback.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
  private static final String OLD = "ab".repeat(32);
  private static final String NEW = "CD".repeat(32);
  private static final ByteBuffer DATA = ByteBuffer.wrap(new byte[] {1, 2, 3}).asReadOnlyBuffer();

  @TempDir
  private Path folder;

  private final SecureRandom random = new SecureRandom();

  /** A user who can read the key can forge prediction ids. */
  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----", "rwx------"})
  void load_fileThatOthersCanRead_isRefused(String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("k"), "00".repeat(32) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> SigningKeys.load(file))
        .hasMessageContaining(permissions + " (expected: a key that others cannot read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-r-----", "r--r-----", "r--------"})
  void load_fileOfTheOwnerAndItsGroup_isRead(String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("k"), "00".repeat(32) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatCode(() -> SigningKeys.load(file)).doesNotThrowAnyException();
  }

  @Test
  void sign_anyMessage_isHalfOfHmacSha256() throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(HexFormat.of().parseHex(OLD), "HmacSHA256"));
    var message = new byte[200];
    random.nextBytes(message);

    var signature = SigningKeys.parse("k", OLD + "\n").sign(ByteBuffer.wrap(message));

    assertThat(signature).isEqualTo(Arrays.copyOf(mac.doFinal(message), 16));
  }

  @Test
  void loadOrCreate_noFile_makesOneThatIsReadAgain() throws IOException {
    var file = folder.resolve("prediction.key");

    var made = SigningKeys.loadOrCreate(file, random);
    var read = SigningKeys.loadOrCreate(file, random);

    assertThat(read.verifies(DATA, made.sign(DATA))).isTrue();
    assertThat(file).content().matches("[0-9a-f]{64}\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void loadOrCreate_twoFolders_differ() throws IOException {
    var one = SigningKeys.loadOrCreate(folder.resolve("1.key"), random);
    var other = SigningKeys.loadOrCreate(folder.resolve("2.key"), random);

    assertThat(other.verifies(DATA, one.sign(DATA))).isFalse();
  }

  @Test
  void loadOrCreate_posix_isForTheOwnerOnly() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var file = folder.resolve("prediction.key");

    SigningKeys.loadOrCreate(file, random);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void loadOrCreate_leftoverOfAKilledStart_isReplaced() throws IOException {
    var unused = written("prediction.key.tmp", "half");

    assertThat(SigningKeys.loadOrCreate(folder.resolve("prediction.key"), random))
        .isNotNull();
  }

  @Test
  void loadOrCreate_malformed_isRefusedAndKept() throws IOException {
    var file = written("prediction.key", OLD + "\n" + OLD.substring(1) + "\n");

    assertThatThrownBy(() -> SigningKeys.loadOrCreate(file, random))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ":2: a line of 63 characters (expected: 64 hexadecimal digits)");
    assertThat(file).content().startsWith(OLD);
  }

  @Test
  void load_empty_isRefused() {
    assertThatThrownBy(() -> SigningKeys.parse("k", ""))
        .hasMessage("k: empty (expected: a line of 64 hexadecimal digits)");
  }

  @Test
  void load_missing_isRefused() {
    assertThatThrownBy(() -> SigningKeys.load(folder.resolve("none")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void verifies_severalKeys_firstSignsAndAllVerify() throws IOException {
    var before = SigningKeys.parse("k", OLD);
    var between = SigningKeys.parse("k", NEW + "\n" + OLD + "\n");
    var after = SigningKeys.parse("k", NEW);

    assertThat(between.verifies(DATA, before.sign(DATA))).isTrue();
    assertThat(after.verifies(DATA, between.sign(DATA))).isTrue();
    assertThat(before.verifies(DATA, between.sign(DATA))).isFalse();
  }

  @Test
  void keyed_sameUser_isTheSameAndNotTheHash() throws IOException {
    var keys = SigningKeys.parse("k", OLD);

    assertThat(keys.keyed(42)).isEqualTo(SigningKeys.parse("k", OLD).keyed(42)).isNotEqualTo(42);
    assertThat(keys.keyed(42)).isNotEqualTo(keys.keyed(43));
    assertThat(keys.keyed(42)).isNotEqualTo(SigningKeys.parse("k", NEW).keyed(42));
  }

  @Test
  void sign_knownData_isTheFirstHalfOfHmacSha256() throws IOException {
    // From openssl dgst -sha256 -mac hmac.
    var keys = SigningKeys.parse("k", OLD);

    assertThat(keys.sign(DATA)).asHexString().isEqualTo("5A4CDA63468CB0414FCE912E1C012CD2");
  }

  /** A file that only its owner can read. */
  private Path written(String name, String text) throws IOException {
    var file = Files.writeString(folder.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
