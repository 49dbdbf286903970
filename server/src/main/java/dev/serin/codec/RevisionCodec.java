package dev.serin.codec;

import static dev.serin.codec.Fields.decimal;
import static dev.serin.codec.Fields.instant;
import static dev.serin.codec.Fields.timestamp;

import dev.serin.access.Author;
import dev.serin.control.Revision;
import dev.serin.split.Assignment;
import dev.serin.split.Interval;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.state.v1.Pieces;
import dev.serin.state.v1.VersionShare;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Converts revisions, including their intervals, so that reading does not recompute them. */
final class RevisionCodec {
  private RevisionCodec() {}

  static dev.serin.state.v1.Revision encode(Revision revision) {
    var message = dev.serin.state.v1.Revision.newBuilder()
        .setModel(revision.model())
        .setNumber(revision.number())
        .setTime(timestamp(revision.time()))
        .setClockMillis(revision.at().millis())
        .setAuthor(revision.author().name())
        .setReason(revision.reason())
        .addAllSplit(shares(revision.split()))
        .addAllPrevious(revision.previous().map(RevisionCodec::shares).orElse(List.of()))
        .setStable(revision.stable())
        .setSalt(revision.assignment().salt())
        .addAllPieces(pieces(revision.assignment()))
        .addAllAbsent(revision.absent())
        .addAllServed(revision.served())
        .setFileHash(revision.fileHash())
        .setUnloaded(revision.unloaded());
    revision.rollout().map(RolloutCodec::encode).ifPresent(message::setRollout);
    return message.build();
  }

  static Revision decode(dev.serin.state.v1.Revision message) {
    var time = instant(message.getTime());
    return new Revision(
        message.getModel(),
        message.getNumber(),
        split(message.getSplitList()),
        message.getPreviousCount() == 0
            ? Optional.empty()
            : Optional.of(split(message.getPreviousList())),
        message.getStable(),
        assignment(message),
        new TreeSet<>(message.getAbsentList()),
        new TreeSet<>(message.getServedList()),
        Fields.moment(time, message.hasClockMillis(), message.getClockMillis()),
        Author.of(message.getAuthor()),
        message.getReason(),
        message.getFileHash(),
        Fields.optional(message.hasRollout(), () -> RolloutCodec.decode(message.getRollout())),
        message.getUnloaded());
  }

  private static List<VersionShare> shares(Split split) {
    return split.shares().stream()
        .map(share -> VersionShare.newBuilder()
            .setVersion(share.version())
            .setShare(share.share().toString())
            .build())
        .toList();
  }

  private static Split split(List<VersionShare> messages) {
    var shares = new TreeMap<Long, Share>();
    messages.forEach(share -> shares.put(share.getVersion(), Fields.share(share.getShare())));
    return Split.of(shares);
  }

  private static List<Pieces> pieces(Assignment assignment) {
    return new TreeMap<>(assignment.intervals())
        .entrySet().stream()
            .map(owner -> Pieces.newBuilder()
                .setVersion(owner.getKey())
                .addAllIntervals(
                    owner.getValue().stream().map(RevisionCodec::interval).toList())
                .build())
            .toList();
  }

  private static dev.serin.state.v1.Interval interval(Interval piece) {
    return dev.serin.state.v1.Interval.newBuilder()
        .setLow(piece.low().toPlainString())
        .setHigh(piece.high().toPlainString())
        .build();
  }

  private static Assignment assignment(dev.serin.state.v1.Revision message) {
    var intervals = new TreeMap<Long, List<Interval>>();
    message
        .getPiecesList()
        .forEach(owner -> intervals.put(
            owner.getVersion(),
            owner.getIntervalsList().stream()
                .map(piece -> new Interval(decimal(piece.getLow()), decimal(piece.getHigh())))
                .toList()));
    return Assignment.of(message.getSalt(), intervals);
  }
}
