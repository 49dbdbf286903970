package dev.serin.journal;

import dev.serin.control.Revision;
import dev.serin.split.Assignment;
import dev.serin.split.Interval;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.split.VersionShare;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A revision as JSON. Decimals are text, so that they stay exact; the intervals are part of it, so
 * that reading does not depend on how they came about. Lines of before there were rollouts have no
 * field of that name.
 *
 * <p>Thread-safe.
 */
final class RevisionJson {
  private static final String ROLLOUT = "rollout";

  private final JsonMapper mapper = StrictJson.mapper()
      .rebuild()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .addModule(ShareJson.module())
      .build();

  byte[] write(Revision revision) {
    return mapper.writeValueAsBytes(Line.of(revision));
  }

  /** Throws a RuntimeException if the bytes are not a revision. */
  Revision read(byte[] json) {
    var fields = (ObjectNode) mapper.readTree(json);
    if (!fields.has(ROLLOUT)) {
      fields.putNull(ROLLOUT);
    }
    return mapper.treeToValue(fields, Line.class).toRevision();
  }

  /** The fields of the JSON; an empty previous split stands for none. */
  private record Line(
      String model,
      long revision,
      String time,
      String author,
      String reason,
      Map<Long, String> split,
      Map<Long, String> previous,
      long stable,
      String salt,
      Map<Long, List<List<String>>> intervals,
      SortedSet<Long> absent,
      SortedSet<Long> served,
      String fileHash,
      Optional<RolloutJson> rollout) {

    static Line of(Revision revision) {
      return new Line(
          revision.model(),
          revision.number(),
          revision.time().toString(),
          revision.author(),
          revision.reason(),
          texts(revision.split().shares()),
          texts(revision.previous().map(Split::shares).orElse(List.of())),
          revision.stable(),
          revision.assignment().salt(),
          intervalTexts(revision.assignment()),
          revision.absent(),
          revision.served(),
          revision.fileHash(),
          revision.rollout().map(RolloutJson::of));
    }

    Revision toRevision() {
      return new Revision(
          model,
          revision,
          split(split),
          previous.isEmpty() ? Optional.empty() : Optional.of(split(previous)),
          stable,
          assignment(),
          absent,
          served,
          Instant.parse(time),
          author,
          reason,
          fileHash,
          rollout.map(RolloutJson::toRollout));
    }

    private Assignment assignment() {
      var parsed = new TreeMap<Long, List<Interval>>();
      intervals.forEach((version, pieces) -> parsed.put(
          version,
          pieces.stream()
              .map(
                  piece -> new Interval(new BigDecimal(piece.get(0)), new BigDecimal(piece.get(1))))
              .toList()));
      return Assignment.of(salt, parsed);
    }

    private static Split split(Map<Long, String> texts) {
      var shares = new TreeMap<Long, Share>();
      texts.forEach((version, text) -> shares.put(version, Share.parse(text)));
      return Split.of(shares);
    }

    private static Map<Long, String> texts(List<VersionShare> shares) {
      var texts = new TreeMap<Long, String>();
      shares.forEach(entry -> texts.put(entry.version(), entry.share().toString()));
      return texts;
    }

    private static Map<Long, List<List<String>>> intervalTexts(Assignment assignment) {
      var texts = new TreeMap<Long, List<List<String>>>();
      assignment
          .intervals()
          .forEach((version, pieces) -> texts.put(
              version,
              pieces.stream()
                  .map(
                      piece -> List.of(piece.low().toPlainString(), piece.high().toPlainString()))
                  .toList()));
      return texts;
    }
  }
}
