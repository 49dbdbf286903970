package dev.serin.benchmarks.pieces;

import dev.serin.feedback.id.PredictionId;
import dev.serin.feedback.id.PredictionIds;
import dev.serin.feedback.id.PredictionIds.Signed;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.feedback.quality.Summary;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Signs and verifies a prediction id that holds the predicted class. */
@State(Scope.Benchmark)
public class PredictionIdBench extends Piece {
  private static final int CLASSES = 10;

  private final PredictionIds ids;
  private final PredictionId id = new PredictionId(
      new VersionId("model", 1),
      Role.STABLE,
      1,
      1_700_000_000_000L,
      OptionalLong.of(7),
      true,
      false,
      1,
      1,
      new Summary.Classes(CLASSES, new int[] {3}));
  private final String text;

  /** Makes a key. */
  public PredictionIdBench() {
    ids = new PredictionIds(keys());
    text = ids.sign(id).text();
  }

  private static SigningKeys keys() {
    try {
      return SigningKeys.parse("bench", "0f".repeat(32));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes and signs an id, as each call does. */
  @Benchmark
  public Signed sign() {
    return ids.sign(id);
  }

  /** Reads an id and checks its signature, as each label does. */
  @Benchmark
  public Optional<Signed> verify() {
    return ids.read(text);
  }
}
