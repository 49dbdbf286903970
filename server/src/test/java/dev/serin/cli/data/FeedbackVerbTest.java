package dev.serin.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.Role;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackRequest.CallerRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import dev.serin.v1.SubmitFeedbackResponse.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackVerbTest {
  private static final String TAIL = "RTfgA7aMGnP8wGiBhC052FYtCgvEOHQAQEBBmRpZ2l0cwoDOy9y_1u6Ta";

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
    answer(SubmitFeedbackResponse.newBuilder()
        .setResult(Result.ACCEPTED)
        .setModel("digits")
        .setVersion(2)
        .setRole(Role.CANARY)
        .build());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void feedback_accepted_exits0() {
    assertThat(Run.against(gateway, "feedback", "id", "--label", "8", "-o", "json"))
        .isEqualTo(new Run(0, "{\"result\":\"ACCEPTED\"}\n", ""));
  }

  @Test
  void feedback_acceptedForAPerson_saysWhoServed() {
    assertThat(Run.against(gateway, "feedback", "id", "--label", "8").out())
        .isEqualTo("ACCEPTED  digits version 2, canary\n");
  }

  @Test
  void feedback_notAccepted_exits1AndTheMessage() {
    answer(SubmitFeedbackResponse.newBuilder()
        .setResult(Result.DUPLICATE)
        .setMessage("has its label")
        .build());

    assertThat(Run.against(gateway, "feedback", "id", "--label", "8", "-o", "json"))
        .isEqualTo(new Run(1, "{\"result\":\"DUPLICATE\",\"message\":\"has its label\"}\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "--", "-o", "-h", "--row", "-oj", "--label"})
  void feedback_idThatBeginsLikeAnOption_isTakenAsItIs(String beginning) {
    var run = Run.against(gateway, "feedback", beginning + TAIL, "--label", "8", "-o", "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(((SubmitFeedbackRequest) gateway.request()).getPredictionId())
        .isEqualTo(beginning + TAIL);
  }

  @Test
  void feedback_idBehindTheOptions_isTaken() {
    var run = Run.against(gateway, "feedback", "--label", "8", "-o", "json", "-" + TAIL);

    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void feedback_mistypedOption_isWrongUsage() {
    var run = Run.against(gateway, "feedback", "--lable", "8", "id");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("--lable (expected: a prediction id, or an option)");
  }

  @Test
  void feedback_classIndex_isSent() {
    assertThat(sent("feedback", "id", "--class-index", "3", "--row", "2"))
        .isEqualTo(SubmitFeedbackRequest.newBuilder()
            .setPredictionId("id")
            .setClassIndex(3)
            .setRow(2)
            .build());
  }

  @Test
  void feedback_negativeNumber_isSent() {
    assertThat(sent("feedback", "id", "--number", "-3.5"))
        .isEqualTo(SubmitFeedbackRequest.newBuilder()
            .setPredictionId("id")
            .setNumber(-3.5)
            .build());
  }

  @Test
  void feedback_requestId_isSentWithItsModel() {
    assertThat(sent("feedback", "--request", "digits/a/b", "--reward", "0.5"))
        .isEqualTo(SubmitFeedbackRequest.newBuilder()
            .setRequest(CallerRequest.newBuilder().setModel("digits").setRequestId("a/b"))
            .setReward(0.5)
            .build());
  }

  @Test
  void feedback_requestWithoutModel_isWrongUsage() {
    assertThat(
            Run.against(gateway, "feedback", "--request", "x", "--label", "8").exitCode())
        .isEqualTo(64);
  }

  @Test
  void feedback_twoTruths_areWrongUsage() {
    assertThat(Run.against(gateway, "feedback", "id", "--label", "8", "--reward", "1")
            .exitCode())
        .isEqualTo(64);
  }

  @Test
  void feedback_noTruth_isWrongUsage() {
    assertThat(Run.against(gateway, "feedback", "id").exitCode()).isEqualTo(64);
  }

  private SubmitFeedbackRequest sent(String... arguments) {
    Run.against(gateway, arguments);
    return (SubmitFeedbackRequest) gateway.request();
  }

  private void answer(SubmitFeedbackResponse response) {
    gateway.answer(FeedbackServiceGrpc.getSubmitFeedbackMethod(), response);
  }
}
