package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class InferMessageFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void read_anyBytes_isWhatProtobufReads_orRefused(byte[] bytes) {
    assertThat(ReadRequest.of(bytes).differences()).isEmpty();
  }
}
