package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.serving.CallStatus;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTableTest {
  @ParameterizedTest
  @EnumSource(CallStatus.class)
  void error_hasTheCodeOfThatNameAndTheMessage(CallStatus status) {
    var error = StatusTable.error(status, "a message");

    assertThat(error.getStatus().getCode().name()).isEqualTo(status.name());
    assertThat(error.getStatus().getDescription()).isEqualTo("a message");
  }

  @ParameterizedTest
  @EnumSource(CallStatus.class)
  void refusal_stopsRetriesOfWhatIsNotReadyOnly(CallStatus status) {
    var refusal = StatusTable.refusal(status, "a message", OptionalLong.empty());

    assertThat(refusal.getStatus().getCode().name()).isEqualTo(status.name());
    assertThat(refusal.getStatus().getDescription()).isEqualTo("a message");
    var pushback = Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
    var trailers = Optional.ofNullable(refusal.getTrailers());
    assertThat(trailers.map(all -> all.get(pushback)))
        .isEqualTo(status == CallStatus.UNAVAILABLE ? Optional.of("-1") : Optional.empty());
  }

  @Test
  void refusal_withATime_tellsTheClientWhenToRetry() {
    var refusal = StatusTable.refusal(CallStatus.RESOURCE_EXHAUSTED, "full", OptionalLong.of(20));

    var pushback = Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);
    assertThat(refusal.getTrailers()).isNotNull();
    assertThat(refusal.getTrailers().get(pushback)).isEqualTo("20");
  }

  @Test
  void error_withALongMessage_isCutBetweenCharacters() {
    var description = description("a" + "\ud83d\udc24".repeat(100_000));

    assertThat(description).startsWith("a\ud83d\udc24").endsWith("\ud83d\udc24...");
    assertThat(description.getBytes(StandardCharsets.UTF_8).length).isBetween(1_900, 2_003);
  }

  @Test
  void error_withHalfACharacter_isCutToo() {
    assertThat(description("\ud83d".repeat(100_000))).hasSizeLessThan(2_100);
  }

  @Test
  void error_withAMessageThatFits_isNotCut() {
    assertThat(description("x".repeat(2_000))).isEqualTo("x".repeat(2_000));
  }

  private static String description(String message) {
    return String.valueOf(StatusTable.invalid(message).getStatus().getDescription());
  }
}
