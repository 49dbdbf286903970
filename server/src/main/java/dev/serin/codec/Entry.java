package dev.serin.codec;

import static java.util.Objects.requireNonNull;

import dev.serin.control.CleanShutdown;
import dev.serin.control.Revision;
import dev.serin.gate.Evidence;
import dev.serin.judge.EvidenceKey;
import dev.serin.model.VersionId;
import dev.serin.repository.Admitted.Acceptance;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One record of a gateway's durable state. */
public sealed interface Entry {
  /**
   * The beginning of a journal.
   *
   * @param id unique, in hexadecimal
   */
  record Begun(String id) implements Entry {}

  /** An accepted change of what a model serves. */
  record Changed(Revision revision) implements Entry {
    public Changed {
      requireNonNull(revision, "revision");
    }
  }

  /**
   * A place where an operator removed damaged lines.
   *
   * @param removed the number of lines
   */
  record Repaired(Instant time, int removed) implements Entry {}

  /**
   * All evidence of the gates.
   *
   * @param clockMillis the statistics clock when it was saved
   */
  record Saved(long clockMillis, Map<EvidenceKey, Evidence> evidence) implements Entry {
    /** Copies the map. */
    public Saved {
      evidence = Map.copyOf(evidence);
    }
  }

  /** A clean shutdown. */
  record Stopped(CleanShutdown shutdown) implements Entry {}

  /**
   * The admitted files of a version.
   *
   * @param sha256 in lower-case hexadecimal
   * @param by who accepted these files; empty for the first ones
   */
  record Admitted(VersionId id, String sha256, Optional<Acceptance> by) implements Entry {
    /** The files of a version when it was first loaded. */
    public Admitted(VersionId id, String sha256) {
      this(id, sha256, Optional.empty());
    }
  }

  /**
   * The loads that crashed gateways.
   *
   * @param running the hash of the files that are being loaded; empty for none
   * @param ended how often in a row a gateway ended while it loaded the files of a hash
   * @param runtime the version of ONNX Runtime by which files were first loaded
   * @param first how the files of a hash ended the process that first loaded them, or an empty text
   *     if they did not; the oldest first
   */
  record Loads(
      String running, Map<String, Integer> ended, String runtime, Map<String, String> first)
      implements Entry {
    /** Copies the maps. */
    public Loads {
      ended = Map.copyOf(ended);
      first = Collections.unmodifiableMap(new LinkedHashMap<>(first));
    }
  }
}
