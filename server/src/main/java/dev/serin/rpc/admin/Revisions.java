package dev.serin.rpc.admin;

import com.google.protobuf.Timestamp;
import dev.serin.control.Revision;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.v1.SplitRevision;
import dev.serin.v1.VersionShare;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/** Converts splits and revisions from and to messages. */
final class Revisions {
  private Revisions() {}

  /** Returns the split; throws {@link IllegalArgumentException} that says why if it is none. */
  static Split split(List<VersionShare> messages) {
    var shares = new LinkedHashMap<Long, Share>();
    for (var message : messages) {
      if (message.getVersion() < 1) {
        throw new IllegalArgumentException(
            "version: " + message.getVersion() + " (expected: a positive integer)");
      }
      if (shares.put(message.getVersion(), Share.parse(message.getShare())) != null) {
        throw new IllegalArgumentException("version " + message.getVersion() + ": duplicate");
      }
    }
    return Split.of(shares);
  }

  static SplitRevision message(Revision revision) {
    var message = SplitRevision.newBuilder()
        .setModel(revision.model())
        .setRevision(revision.number())
        .addAllSplit(shares(revision.split()))
        .setStable(revision.stable())
        .setSalt(revision.assignment().salt())
        .setTime(timestamp(revision.time()))
        .setAuthor(revision.author().name())
        .setReason(revision.reason())
        .addAllAbsent(revision.absent());
    revision.previous().ifPresent(previous -> message.addAllPreviousSplit(shares(previous)));
    return message.build();
  }

  private static List<VersionShare> shares(Split split) {
    return split.shares().stream()
        .map(share -> VersionShare.newBuilder()
            .setVersion(share.version())
            .setShare(share.share().toString())
            .build())
        .toList();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
