package dev.serin.codec;

import static dev.serin.codec.Fields.instant;
import static dev.serin.codec.Fields.timestamp;

import dev.serin.control.PhaseTime;
import dev.serin.model.VersionId;
import dev.serin.repository.Admitted;
import dev.serin.state.v1.Acceptance;
import dev.serin.state.v1.AdmittedVersion;
import dev.serin.state.v1.CleanShutdown;
import dev.serin.state.v1.FirstLoad;
import dev.serin.state.v1.Folder;
import dev.serin.state.v1.Loads;
import dev.serin.state.v1.Record;
import dev.serin.state.v1.Repair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.TreeMap;

/** Converts entries to and from records, without the envelope. */
final class Entries {
  private Entries() {}

  static Record.Builder encode(Entry entry) {
    var record = Record.newBuilder();
    if (entry instanceof Entry.Begun begun) {
      record.setFolder(Folder.newBuilder().setId(begun.id()));
    } else if (entry instanceof Entry.Changed changed) {
      record.setRevision(RevisionCodec.encode(changed.revision()));
    } else if (entry instanceof Entry.Repaired repaired) {
      record.setRepair(
          Repair.newBuilder().setTime(timestamp(repaired.time())).setRemoved(repaired.removed()));
    } else if (entry instanceof Entry.Saved saved) {
      record.setEvidence(EvidenceCodec.encode(saved));
    } else if (entry instanceof Entry.Stopped stopped) {
      record.setCleanShutdown(encode(stopped));
    } else if (entry instanceof Entry.Admitted admitted) {
      record.setAdmitted(encode(admitted));
    } else if (entry instanceof Entry.Loads loads) {
      record.setLoads(encode(loads));
    }
    return record;
  }

  static Entry decode(Record record) {
    return switch (record.getContentCase()) {
      case FOLDER -> new Entry.Begun(record.getFolder().getId());
      case REVISION -> new Entry.Changed(RevisionCodec.decode(record.getRevision()));
      case REPAIR ->
        new Entry.Repaired(
            instant(record.getRepair().getTime()), record.getRepair().getRemoved());
      case EVIDENCE -> EvidenceCodec.decode(record.getEvidence());
      case CLEAN_SHUTDOWN -> decode(record.getCleanShutdown());
      case ADMITTED -> decode(record.getAdmitted());
      case LOADS -> decode(record.getLoads());
      case CONTENT_NOT_SET ->
        throw new IllegalArgumentException("content: unknown to this release");
    };
  }

  private static Loads encode(Entry.Loads loads) {
    var message = Loads.newBuilder()
        .setRunning(loads.running())
        .putAllEnded(loads.ended())
        .setRuntime(loads.runtime());
    loads
        .first()
        .forEach((sha256, problem) ->
            message.addFirst(FirstLoad.newBuilder().setSha256(sha256).setProblem(problem)));
    return message.build();
  }

  private static Entry decode(Loads message) {
    var first = new LinkedHashMap<String, String>();
    message.getFirstList().forEach(load -> first.put(load.getSha256(), load.getProblem()));
    return new Entry.Loads(
        message.getRunning(), message.getEndedMap(), message.getRuntime(), first);
  }

  private static CleanShutdown encode(Entry.Stopped stopped) {
    var message = CleanShutdown.newBuilder().setClockMillis(stopped.shutdown().clockMillis());
    stopped
        .shutdown()
        .phases()
        .forEach((model, time) -> message.putPhases(
            model,
            dev.serin.state.v1.PhaseTime.newBuilder()
                .setPhase(time.phase())
                .setElapsedNanos(time.elapsed().toNanos())
                .setInStateNanos(time.inState().toNanos())
                .build()));
    return message.build();
  }

  private static Entry decode(CleanShutdown message) {
    var phases = new TreeMap<String, PhaseTime>();
    message
        .getPhasesMap()
        .forEach((model, time) -> phases.put(
            model,
            new PhaseTime(
                time.getPhase(),
                Duration.ofNanos(time.getElapsedNanos()),
                Duration.ofNanos(time.getInStateNanos()))));
    return new Entry.Stopped(new dev.serin.control.CleanShutdown(phases, message.getClockMillis()));
  }

  private static AdmittedVersion encode(Entry.Admitted admitted) {
    var message = AdmittedVersion.newBuilder()
        .setModel(admitted.id().model())
        .setVersion(admitted.id().version())
        .setSha256(admitted.sha256());
    admitted
        .by()
        .ifPresent(by -> message.setAcceptance(Acceptance.newBuilder()
            .setAuthor(by.author())
            .setReason(by.reason())
            .setTime(timestamp(by.at()))));
    return message.build();
  }

  private static Entry decode(AdmittedVersion message) {
    var by = message.getAcceptance();
    return new Entry.Admitted(
        new VersionId(message.getModel(), message.getVersion()),
        message.getSha256(),
        message.hasAcceptance()
            ? Optional.of(
                new Admitted.Acceptance(by.getAuthor(), by.getReason(), instant(by.getTime())))
            : Optional.empty());
  }
}
