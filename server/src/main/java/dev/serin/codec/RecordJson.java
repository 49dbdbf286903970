package dev.serin.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.serin.state.v1.Record;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Converts records to and from the JSON form of their messages. */
final class RecordJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private RecordJson() {}

  static String print(Record record) {
    try {
      return PRINTER.print(record);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("record: " + e.getMessage(), e);
    }
  }

  static boolean hasFormat(String text) {
    return tree(text).has("format");
  }

  /** Parses a record; throws {@link UnreadableException} for content unknown to this release. */
  static Record parse(String text) {
    var tree = tree(text);
    var writer = tree.path("serin").asString("?");
    int format = tree.path("format").asInt(0);
    if (format != Records.FORMAT) {
      throw new UnreadableException("format: " + format + ", written by Serin " + writer
          + " (expected: " + Records.FORMAT + "; start that release or a newer one)");
    }
    checkEnums(tree, Record.getDescriptor(), "", writer);
    var record = Record.newBuilder();
    try {
      PARSER.merge(text, record);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableException(e.getMessage() + "; written by Serin " + writer, e);
    }
    return record.build();
  }

  private static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UnreadableException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Refuses enum values unknown to this release: a parser that ignores unknown fields would treat
   * them as missing.
   */
  private static void checkEnums(JsonNode node, Descriptor type, String path, String writer) {
    var fields = type.getFields().stream()
        .collect(Collectors.toMap(FieldDescriptor::getJsonName, Function.identity()));
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      var field = fields.get(property.getKey());
      if (field != null) {
        checkField(property.getValue(), field, path + property.getKey(), writer);
      }
    }
  }

  private static void checkField(
      JsonNode value, FieldDescriptor field, String path, String writer) {
    if (field.isMapField()) {
      var element = field.getMessageType().findFieldByName("value");
      value.forEach(each -> checkField(each, element, path, writer));
    } else if (field.isRepeated() && value.isArray()) {
      value.forEach(each -> checkOne(each, field, path, writer));
    } else {
      checkOne(value, field, path, writer);
    }
  }

  private static void checkOne(JsonNode value, FieldDescriptor field, String path, String writer) {
    if (field.getJavaType() == JavaType.MESSAGE && value.isObject()) {
      checkEnums(value, field.getMessageType(), path + ".", writer);
    } else if (field.getJavaType() == JavaType.ENUM
        && field.getEnumType().findValueByName(value.asString("")) == null) {
      throw new UnreadableException(path + ": " + value.asString("") + ", written by Serin "
          + writer + " (expected: one that this release knows; start that release or a newer one)");
    }
  }
}
