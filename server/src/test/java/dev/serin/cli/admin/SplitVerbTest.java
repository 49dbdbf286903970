package dev.serin.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Answers;
import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.GetSplitRequest;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.SplitHistoryRequest;
import dev.serin.v1.SplitHistoryResponse;
import dev.serin.v1.SplitRevision;
import dev.serin.v1.SplitServiceGrpc;
import io.grpc.Status;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitVerbTest {
  private static final String FULL =
      "{\"model\":\"digits\",\"revision\":5,\"split\":{\"1\":\"0.9\",\"2\":\"0.1\"},\"stable\":1,"
          + "\"salt\":\"digits\",\"author\":\"ada\",\"reason\":\"first users\","
          + "\"time\":\"2025-01-01T00:00:00Z\",\"previousSplit\":{\"1\":\"1\"},\"absent\":[2]}\n";
  private static final String ROWS = """
      MODEL   REVISION  SPLIT        STABLE  TIME                  AUTHOR  REASON
      digits  5         1=0.9 2=0.1  1       2025-01-01T00:00:00Z  ada     first users
      """;

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
    gateway.answer(SplitServiceGrpc.getSetMethod(), Answers.REVISION);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void set_json_isInTheAgreedShape() {
    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1", "-o", "json"))
        .isEqualTo(new Run(
            0,
            "{\"model\":\"digits\",\"revision\":5,\"split\":{\"1\":\"0.9\",\"2\":\"0.1\"}}\n",
            ""));
  }

  @Test
  void set_table_saysWhatWasBefore() {
    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1").out())
        .isEqualTo("digits is at revision 5: 1=0.9 2=0.1, stable 1 (before: 1=1)\n");
  }

  @Test
  void set_whatIsInForce_saysThatNothingChanged() {
    inForce(Answers.REVISION.toBuilder());

    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1"))
        .isEqualTo(new Run(
            0, "nothing changed; digits is already at revision 5: 1=0.9 2=0.1, stable 1\n", ""));
  }

  @Test
  void set_stableChanged_saysSoAndHowToNameIt() {
    inForce(Answers.REVISION.toBuilder().setRevision(4).setStable(2));

    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1").out())
        .endsWith("stable changed from 2 to 1 (--stable V chooses it)\n");
  }

  @Test
  void set_stableAsBefore_saysNoMore() {
    inForce(Answers.REVISION.toBuilder().setRevision(4));

    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1").out())
        .hasLineCount(1);
  }

  @Test
  void set_anotherChangeInBetween_saysNothingAboutStable() {
    inForce(Answers.REVISION.toBuilder().setRevision(3).setStable(2));

    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1").out())
        .hasLineCount(1);
  }

  @Test
  void set_stableWithoutTheLargestShare_saysSoAndHowToNameAnother() {
    gateway.answer(
        SplitServiceGrpc.getSetMethod(),
        Answers.REVISION.toBuilder().setStable(2).build());

    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.9", "2=0.1").out())
        .isEqualTo("""
            digits is at revision 5: 1=0.9 2=0.1, stable 2 (before: 1=1)
            stable is 2, whose share is not the largest; calls without a user id get it (--stable V chooses another)
            """);
  }

  @Test
  void set_allOptions_reachTheGateway() {
    Run.against(
        gateway,
        "split",
        "set",
        "digits",
        "2=0.10",
        "1=0.9",
        "--stable",
        "1",
        "--reason",
        "why",
        "--author",
        "ada",
        "--expect-revision",
        "4",
        "--force");

    assertThat(gateway.request())
        .isEqualTo(SetSplitRequest.newBuilder()
            .setModel("digits")
            .addSplit(Answers.share(1, "0.9"))
            .addSplit(Answers.share(2, "0.10"))
            .setStable(1)
            .setReason("why")
            .setAuthor("ada")
            .setExpectedRevision(4)
            .setForce(true)
            .build());
  }

  @Test
  void set_noAuthor_isTheLogin() {
    Run.against(gateway, "split", "set", "digits", "1=1");

    assertThat(((SetSplitRequest) gateway.request()).getAuthor())
        .isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void set_sumOtherThan1_isLeftToTheGateway() {
    gateway.refuse(
        SplitServiceGrpc.getSetMethod(), Status.INVALID_ARGUMENT.withDescription("split: 0.99"));

    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.99"))
        .isEqualTo(new Run(1, "", "serin: split: 0.99\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10/90",
        "1",
        "=1",
        "1=",
        "01=1",
        "x=1",
        "-1=1",
        "0=1",
        "1 =1",
        "1=90%",
        "1=90",
        "1=1/9",
        "1=0.9,2=0.1",
        "1=-0.1",
        "1=NaN",
        "1=1e0",
        "1=.5",
        "1=1.",
        "1=0.1234567890123456789",
        "1=1.000000000000000001"
      })
  void set_noShare_isWrongUsage(String argument) {
    var run = Run.against(gateway, "split", "set", "digits", argument);

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(gateway.requests).isEmpty();
  }

  @Test
  void set_malformedShare_saysWhatIsExpected() {
    assertThat(Run.against(gateway, "split", "set", "digits", "10/90").err())
        .isEqualTo(
            "serin: split: 10/90 (expected: VERSION=SHARE such as 2=0.1, the share from 0 to 1"
                + " with at most 18 digits after the point)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1=0", "1=1", "1=1.0", "1=0.123456789012345678"})
  void set_share_isSentAsItIsWritten(String argument) {
    Run.against(gateway, "split", "set", "digits", argument, "-o", "json");

    assertThat(((SetSplitRequest) gateway.request()).getSplitList())
        .containsExactly(Answers.share(1, argument.substring(2)));
  }

  @Test
  void set_sameVersionTwice_isWrongUsage() {
    assertThat(Run.against(gateway, "split", "set", "digits", "1=0.5", "1=0.5"))
        .isEqualTo(new Run(64, "", "serin: split: 1=0.5 1=0.5 (expected: version 1 only once)\n"));
  }

  @Test
  void get_json_isComplete() {
    gateway.answer(SplitServiceGrpc.getGetMethod(), Answers.REVISION);

    assertThat(Run.against(gateway, "split", "get", "digits", "-o", "json"))
        .isEqualTo(new Run(0, FULL, ""));
    assertThat(gateway.request())
        .isEqualTo(GetSplitRequest.newBuilder().setModel("digits").build());
  }

  @Test
  void get_table_namesVersionsThatAreNotReady() {
    gateway.answer(SplitServiceGrpc.getGetMethod(), Answers.REVISION);

    assertThat(Run.against(gateway, "split", "get", "digits").out())
        .isEqualTo(ROWS + "versions that are not ready, whose users get stable: [2]\n");
  }

  @Test
  void history_json_isOneObjectPerLine() {
    gateway.answer(SplitServiceGrpc.getHistoryMethod(), twice());

    assertThat(Run.against(gateway, "split", "history", "digits", "-n", "2", "-o", "json")
            .out())
        .isEqualTo(FULL + FULL);
    assertThat(((SplitHistoryRequest) gateway.request()).getLimit()).isEqualTo(2);
  }

  @Test
  void history_table_hasARowForEach() {
    gateway.answer(SplitServiceGrpc.getHistoryMethod(), twice());

    var run = Run.against(gateway, "split", "history", "digits");

    assertThat(run.out().lines()).hasSize(3);
    assertThat(((SplitHistoryRequest) gateway.request()).getLimit()).isEqualTo(20);
  }

  @Test
  void history_limit0_isWrongUsage() {
    assertThat(Run.against(gateway, "split", "history", "digits", "-n", "0").exitCode())
        .isEqualTo(64);
  }

  private void inForce(SplitRevision.Builder revision) {
    gateway.answer(SplitServiceGrpc.getGetMethod(), revision.build());
  }

  private static SplitHistoryResponse twice() {
    return SplitHistoryResponse.newBuilder()
        .addRevisions(Answers.REVISION)
        .addRevisions(Answers.REVISION)
        .build();
  }
}
