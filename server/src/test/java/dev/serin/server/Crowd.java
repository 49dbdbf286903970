package dev.serin.server;

import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.SerinClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Many users who call at the same time, but not all at once. */
final class Crowd {
  private static final int IN_FLIGHT = 64;

  private Crowd() {}

  /** The user ids {@code user-0}, {@code user-1} and so on. */
  static String user(int number) {
    return "user-" + number;
  }

  /** A call of a user about one of the held-out rows. */
  static PredictCall call(int user) {
    var row = row(user);
    return PredictCall.to("digits").user(user(user)).input(row.tensor()).build();
  }

  /** The row that a user asks about. */
  static Digits row(int user) {
    return Digits.row(user % Digits.rows().size());
  }

  /** Returns the predictions of the first users, in their order. Throws if any call fails. */
  static List<Prediction> predict(SerinClient client, int users) throws InterruptedException {
    var permits = new Semaphore(IN_FLIGHT);
    var answers = new ArrayList<CompletableFuture<Prediction>>();
    for (int user = 0; user < users; user++) {
      permits.acquire();
      answers.add(
          client.predictAsync(call(user)).whenComplete((prediction, failure) -> permits.release()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
