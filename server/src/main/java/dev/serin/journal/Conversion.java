package dev.serin.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.codec.Entry;
import dev.serin.codec.Format0Evidence;
import dev.serin.codec.Format0Shutdown;
import dev.serin.codec.Records;
import dev.serin.codec.UnreadableException;
import dev.serin.control.Revision;
import dev.serin.gate.Terms;
import dev.serin.judge.Basis;
import dev.serin.model.VersionId;
import dev.serin.rollout.Rollout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts the files of a state folder to the current format, once, before they are opened. The
 * former files are kept in {@code before-1}. A conversion that is interrupted continues at the next
 * start.
 */
public final class Conversion {
  /*
   * Each file is replaced as a whole, after all of them were copied. Every file shows its format,
   * so any of them may already be converted.
   */

  /** Where the files of the former format are kept, under the state folder. */
  static final String BACKUP = "before-" + Records.FORMAT;

  private static final Logger log = LoggerFactory.getLogger(Conversion.class);
  private static final List<String> FILES =
      List.of(Journal.FILE, EvidenceFile.FILE, ShutdownFile.FILE, FileAdmitted.FILE);
  private static final Pattern VERSION = Pattern.compile("([0-9a-f]{64}) (.+)/([1-9][0-9]{0,18})");
  private static final byte[] EVIDENCE = "{\"crc32c\":\"".getBytes(UTF_8);
  private static final int CHECKSUM_DIGITS = 8;

  private final StateFolder folder;
  private final Map<String, List<Rollout>> rollouts = new HashMap<>();

  private Conversion(StateFolder folder) {
    this.folder = folder;
  }

  /**
   * Converts the files in a former format.
   *
   * @param terms the configured terms of each model
   * @throws IOException if a file cannot be read or written; the conversion can then be repeated
   */
  public static void run(StateFolder folder, Function<String, Terms> terms) throws IOException {
    new Conversion(folder).run(terms);
  }

  private void run(Function<String, Terms> terms) throws IOException {
    var old = new ArrayList<String>();
    for (var name : FILES) {
      if (isOld(name)) {
        old.add(name);
      }
    }
    if (old.isEmpty()) {
      return;
    }
    var revisions = journal();
    backUp();
    for (var revision : revisions) {
      revision
          .rollout()
          .ifPresent(rollout -> rollouts
              .computeIfAbsent(revision.model(), model -> new ArrayList<>())
              .add(rollout));
    }
    if (old.contains(EvidenceFile.FILE)) {
      evidence(terms);
    }
    if (old.contains(ShutdownFile.FILE)) {
      shutdown();
    }
    versions();
    if (old.contains(Journal.FILE)) {
      replace(Journal.FILE, journalBytes());
    }
    log.info(
        "{}: converted to format {}; the former files are in {}",
        folder.path(),
        Records.FORMAT,
        folder.path().resolve(BACKUP));
  }

  private boolean isOld(String name) throws IOException {
    var file = path(name);
    if (Files.notExists(file) || Files.size(file) == 0) {
      return false;
    }
    var bytes = Files.readAllBytes(file);
    return switch (name) {
      case EvidenceFile.FILE ->
        Arrays.equals(
            bytes, 0, Math.min(bytes.length, EVIDENCE.length), EVIDENCE, 0, EVIDENCE.length);
      case ShutdownFile.FILE -> bytes[0] == '{';
      default -> lines(bytes).stream().anyMatch(Conversion::isOld);
    };
  }

  private static boolean isOld(byte[] text) {
    try {
      return !Records.hasFormat(text);
    } catch (UnreadableException e) {
      return true; // not JSON: the former format of versions
    }
  }

  /** Returns the texts of the whole lines. */
  private static List<byte[]> lines(byte[] bytes) {
    var texts = new ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == Lines.END) {
        Lines.decode(bytes, start, i).ifPresent(texts::add);
        start = i + 1;
      }
    }
    return texts;
  }

  /** Returns the revisions; throws if a gateway would not start with them. */
  private List<Revision> journal() throws IOException {
    var file = path(Journal.FILE);
    if (Files.notExists(file)) {
      return List.of();
    }
    var scan = new Scanner(Files.readAllBytes(file)).scan();
    Journal.refuse(file, scan);
    return scan.revisions();
  }

  private byte[] journalBytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(line(new Entry.Begun(StateFolder.newId())));
    var scan = new Scanner(Files.readAllBytes(path(Journal.FILE))).scan();
    for (var line : scan.lines()) {
      if (line instanceof Line.Whole whole && !(whole.entry() instanceof Entry.Begun)) {
        bytes.writeBytes(line(whole.entry()));
      }
    }
    return bytes.toByteArray();
  }

  private void evidence(Function<String, Terms> terms) throws IOException {
    var bytes = Files.readAllBytes(path(EvidenceFile.FILE));
    int end = EVIDENCE.length + CHECKSUM_DIGITS;
    if (bytes.length < end
        || !Arrays.equals(
            bytes,
            EVIDENCE.length,
            end,
            Lines.checksum(bytes, end, bytes.length),
            0,
            CHECKSUM_DIGITS)) {
      log.warn(
          "{} is damaged ({}); evidence starts from zero",
          path(EvidenceFile.FILE),
          Folders.aside(path(EvidenceFile.FILE)));
      return;
    }
    var evidence = Format0Evidence.read(bytes, model -> bases(model, terms));
    replace(EvidenceFile.FILE, line(new Entry.Saved(0, evidence)));
  }

  /**
   * Returns the bases under which a model's evidence may have been collected: its rollouts, or the
   * configuration.
   */
  private List<Basis> bases(String model, Function<String, Terms> terms) {
    var bases = new ArrayList<Basis>();
    rollouts
        .getOrDefault(model, List.of())
        .forEach(rollout -> bases.add(new Basis(rollout.identity().id(), rollout.terms())));
    bases.add(new Basis("", terms.apply(model)));
    return bases;
  }

  private void shutdown() throws IOException {
    var file = path(ShutdownFile.FILE);
    try {
      var shutdown = Format0Shutdown.read(Files.readAllBytes(file));
      replace(ShutdownFile.FILE, line(new Entry.Stopped(shutdown)));
    } catch (UnreadableException e) {
      log.warn("{} cannot be read; the last shutdown counts as a crash", file, e);
      Files.delete(file);
    }
  }

  private void versions() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(FileAdmitted.beginning());
    var old = Files.exists(path(FileAdmitted.FILE))
        ? Files.readAllBytes(path(FileAdmitted.FILE))
        : new byte[0];
    FileAdmitted.refuseDamage(path(FileAdmitted.FILE), old);
    for (var text : lines(old)) {
      var version = legacyVersion(text);
      if (version.isPresent()) {
        bytes.writeBytes(line(version.get()));
      } else if (Records.hasFormat(text)) {
        bytes.writeBytes(Lines.encode(text));
      }
    }
    replace(FileAdmitted.FILE, bytes.toByteArray());
  }

  /** Parses a line of the former format, such as {@code 49ea... digits/2}. */
  static Optional<Entry.Admitted> legacyVersion(byte[] text) {
    var line = VERSION.matcher(new String(text, UTF_8));
    try {
      return line.matches()
          ? Optional.of(new Entry.Admitted(
              new VersionId(line.group(2), Long.parseLong(line.group(3))), line.group(1)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void backUp() throws IOException {
    var backup = path(BACKUP);
    if (Files.exists(backup)) {
      return;
    }
    var next = path(BACKUP + ".new");
    Files.createDirectories(next);
    for (var name : FILES) {
      if (Files.exists(path(name))) {
        Files.deleteIfExists(next.resolve(name));
        Folders.copy(path(name), next.resolve(name));
      }
    }
    Files.move(next, backup, StandardCopyOption.ATOMIC_MOVE);
    Folders.force(backup);
  }

  private void replace(String name, byte[] content) throws IOException {
    folder.check();
    Folders.replace(path(name), content);
  }

  private byte[] line(Entry entry) {
    return Lines.encode(StateFolder.RECORDS.write(entry));
  }

  private Path path(String name) {
    return folder.path().resolve(name);
  }
}
