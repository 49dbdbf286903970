package dev.serin.triton;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.util.JsonFormat;
import dev.serin.inference.ModelConfig;
import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The content of a {@code config.pbtxt}, or of what is given in its place.
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

  /** Parses a configuration in JSON, whose fields have their names or those of JSON. */
  static ConfigText parseJson(String json) throws ModelLoadException {
    var config = ModelConfig.newBuilder();
    try {
      var fields = Struct.newBuilder();
      JsonFormat.parser().merge(json, fields);
      JsonFormat.parser().ignoringUnknownFields().merge(json, config);
      var known = new HashSet<String>();
      for (var field : ModelConfig.getDescriptor().getFields()) {
        known.add(field.getName());
        known.add(field.getJsonName());
      }
      var unknown = new TreeSet<>(fields.getFieldsMap().keySet());
      unknown.removeAll(known);
      boolean says =
          fields.containsFields("max_batch_size") || fields.containsFields("maxBatchSize");
      return new ConfigText(config.build(), says, List.copyOf(unknown));
    } catch (InvalidProtocolBufferException e) {
      // It names the class of the exception that it found.
      var reason = String.valueOf(e.getMessage()).replaceFirst("^[\\w.]+Exception: ", "");
      throw new ModelLoadException("config: no ModelConfig in JSON: " + reason, e);
    }
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
