package dev.serin.repository;

import dev.serin.model.GivenCall;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The warm-up call that an operator provides for a model's versions: a file in the version's
 * folder, or in the model's for all versions. It is not part of a version. Thread-safe.
 */
public final class GivenInputs {
  /** The file name, unless the configuration names another one. */
  public static final String FILE = "warmup.json";

  /** No inputs. */
  public static final GivenInputs NONE =
      new GivenInputs(model -> Optional.empty(), text -> Map.of());

  private static final int MAX_BYTES = 64 << 20;

  private final Function<String, Optional<String>> names;
  private final Function<byte[], Map<String, Tensor>> reader;

  /**
   * Returns inputs read from files.
   *
   * @param names returns the file that the configuration names for a model, if any
   * @param reader parses the bytes of a file; throws an {@link InvalidTensorException} if they are
   *     not a call
   */
  public GivenInputs(
      Function<String, Optional<String>> names, Function<byte[], Map<String, Tensor>> reader) {
    this.names = names;
    this.reader = reader;
  }

  /** Reads the call for the version in this folder; none if there is no file. */
  List<GivenCall> of(String model, Path folder) {
    if (this == NONE) {
      return List.of();
    }
    var named = names.apply(model);
    var name = named.orElse(FILE);
    try {
      for (var in : new Path[] {folder, folder.getParent()}) {
        var file = in.resolve(name);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          return List.of(GivenCall.of(name, reader.apply(read(file))));
        }
      }
    } catch (InvalidTensorException e) {
      return List.of(GivenCall.wrong(name, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return List.of(GivenCall.wrong(name, "cannot be read: " + e));
    }
    return named.isEmpty()
        ? List.of()
        : List.of(GivenCall.wrong(name, "no such file in the version's folder or the model's"));
  }

  private static byte[] read(Path file) throws IOException {
    var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var channel = Files.newByteChannel(file, options);
        var in = Channels.newInputStream(channel)) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }
}
