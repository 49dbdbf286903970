package dev.serin.triton;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import dev.serin.inference.ModelConfig;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The content of a {@code config.pbtxt}.
 *
 * @param config the fields that are known
 * @param saysMaxBatchSize whether {@code max_batch_size} is there: 0 is not the same as nothing
 * @param unknown the paths of the other fields, such as {@code input.format}
 */
record ConfigText(ModelConfig config, boolean saysMaxBatchSize, List<String> unknown) {
  /** How the parser begins its list of unknown fields; it has read all others by then. */
  private static final Pattern UNKNOWN = Pattern.compile("\\d+:\\d+:\\t(\\S+)\\.([^.\\s]+)");

  private static final String UNKNOWN_FIELDS = "Input contains unknown fields";

  private static final Map<String, String> PATHS = paths();

  /** Parses a text. Throws with the line and the column if it is none of Triton's. */
  static ConfigText parse(String text) throws ModelLoadException {
    var config = ModelConfig.newBuilder();
    var places = TextFormatParseInfoTree.builder();
    List<String> unknown = List.of();
    try {
      TextFormat.Parser.newBuilder().setParseInfoTreeBuilder(places).build().merge(text, config);
    } catch (TextFormat.ParseException e) {
      var message = String.valueOf(e.getMessage());
      if (!message.contains(UNKNOWN_FIELDS)) {
        throw new ModelLoadException(ModelSettings.FILE + ":" + message, e);
      }
      unknown = UNKNOWN
          .matcher(message)
          .results()
          .map(field -> PATHS.getOrDefault(field.group(1), field.group(1) + ".") + field.group(2))
          .distinct()
          .toList();
    }
    var field =
        ModelConfig.getDescriptor().findFieldByNumber(ModelConfig.MAX_BATCH_SIZE_FIELD_NUMBER);
    boolean says = !places.build().getLocations(field).isEmpty();
    return new ConfigText(config.build(), says, unknown);
  }

  /** Where messages of each type stand. */
  private static Map<String, String> paths() {
    var paths = new HashMap<String, String>();
    add(ModelConfig.getDescriptor(), "", paths);
    return paths;
  }

  private static void add(Descriptor type, String path, Map<String, String> paths) {
    paths.put(type.getFullName(), path);
    for (var field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        add(field.getMessageType(), path + field.getName() + ".", paths);
      }
    }
  }
}
