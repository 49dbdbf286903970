package dev.serin.cli.deploy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.serin.cli.console.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The {@code config.json} of a model of Hugging Face. */
final class HuggingFaceConfig {
  private static final String FILE = "config.json";

  /** What stands there where nothing was named. */
  private static final Pattern UNNAMED = Pattern.compile("LABEL_[0-9]+");

  private HuggingFaceConfig() {}

  /** Returns the names of a model's classes; none if it has none. */
  static List<String> labels(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    if (Files.notExists(file)) {
      return List.of();
    }
    var config = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(Files.readString(file), config);
    } catch (InvalidProtocolBufferException e) {
      throw VerbException.refused(file + " is not JSON: " + e.getMessage());
    }
    var names = config
        .getFieldsOrDefault("id2label", com.google.protobuf.Value.getDefaultInstance())
        .getStructValue();
    var labels = new ArrayList<String>();
    for (int i = 0; i < names.getFieldsCount(); i++) {
      var name = names.getFieldsMap().get(Integer.toString(i));
      if (name == null || name.getStringValue().lines().count() != 1) {
        return List.of();
      }
      labels.add(name.getStringValue());
    }
    return labels.stream().allMatch(label -> UNNAMED.matcher(label).matches()) ? List.of() : labels;
  }
}
