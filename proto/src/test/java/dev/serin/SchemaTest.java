package dev.serin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.serin.inference.GrpcService;
import dev.serin.state.v1.RecordOuterClass;
import dev.serin.v1.Feedback;
import dev.serin.v1.Prediction;
import dev.serin.v1.RolloutOuterClass;
import dev.serin.v1.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No field, enum value or method that was ever on the wire or on disk changes its number, name or
 * type. New ones are added to {@code schema.txt}; removed ones stay there with {@code removed} in
 * front, and their numbers and names are reserved in the message.
 */
class SchemaTest {
  private static final Path KNOWN = Path.of("src", "test", "resources", "schema.txt");
  private static final String REMOVED = "removed ";

  @Test
  void schema_everythingKnown_isStillThere() throws IOException {
    var now = schema();

    assertThat(Files.readAllLines(KNOWN))
        .filteredOn(line -> !line.startsWith(REMOVED))
        .as("changed or removed; bring it back, or reserve it and mark the line as removed")
        .allMatch(now::contains);
  }

  @Test
  void schema_everythingThere_isKnown() throws IOException {
    var known = Files.readAllLines(KNOWN);

    assertThat(schema()).as("new; add these lines to %s", KNOWN).allMatch(known::contains);
  }

  @Test
  void schema_everythingRemoved_isReserved() throws IOException {
    var reserved = new TreeSet<String>();
    messages().forEach(message -> reserved(message, reserved));

    assertThat(Files.readAllLines(KNOWN))
        .filteredOn(line -> line.startsWith(REMOVED))
        .allSatisfy(line -> {
          var words = line.substring(REMOVED.length()).split(" ", -1);
          assertThat(reserved).contains(words[0] + " " + words[1], words[0] + " " + words[2]);
        });
  }

  private static void reserved(Descriptor message, Set<String> reserved) {
    message
        .toProto()
        .getReservedNameList()
        .forEach(name -> reserved.add(message.getFullName() + " " + name));
    message.toProto().getReservedRangeList().forEach(range -> {
      for (int number = range.getStart(); number < range.getEnd(); number++) {
        reserved.add(message.getFullName() + " " + number);
      }
    });
  }

  /** One line each: owner, name, number, type and JSON name. */
  private static Set<String> schema() {
    var lines = new TreeSet<String>();
    for (var file : files()) {
      file.getServices().forEach(service -> methods(service, lines));
      file.getEnumTypes().forEach(type -> values(type, lines));
    }
    for (var message : messages()) {
      message.getFields().forEach(field -> lines.add(line(field)));
      message.getEnumTypes().forEach(type -> values(type, lines));
    }
    return lines;
  }

  private static String line(FieldDescriptor field) {
    var type = switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
    var many = field.isRepeated() ? "repeated " : field.hasPresence() ? "optional " : "";
    var oneof = field.getRealContainingOneof() == null
        ? ""
        : " oneof " + field.getRealContainingOneof().getName();
    return field.getContainingType().getFullName() + " " + field.getName() + " " + field.getNumber()
        + " " + many + type + " " + field.getJsonName() + oneof;
  }

  private static void values(EnumDescriptor type, Set<String> lines) {
    type.getValues()
        .forEach(value ->
            lines.add(type.getFullName() + " " + value.getName() + " " + value.getNumber()));
  }

  private static void methods(ServiceDescriptor service, Set<String> lines) {
    for (MethodDescriptor method : service.getMethods()) {
      lines.add(service.getFullName() + " rpc " + method.getName() + " "
          + (method.isClientStreaming() ? "stream " : "")
          + method.getInputType().getFullName()
          + " -> " + (method.isServerStreaming() ? "stream " : "")
          + method.getOutputType().getFullName());
    }
  }

  private static List<Descriptor> messages() {
    var all = new ArrayList<Descriptor>();
    for (var file : files()) {
      file.getMessageTypes().forEach(message -> nested(message, all));
    }
    return all;
  }

  private static void nested(Descriptor message, List<Descriptor> all) {
    all.add(message);
    message.getNestedTypes().forEach(inner -> nested(inner, all));
  }

  /** Our files, found through those that import the others. */
  private static Set<FileDescriptor> files() {
    var files = new HashSet<FileDescriptor>();
    add(RecordOuterClass.getDescriptor(), files);
    add(RolloutOuterClass.getDescriptor(), files);
    add(Split.getDescriptor(), files);
    add(Feedback.getDescriptor(), files);
    add(Prediction.getDescriptor(), files);
    add(GrpcService.getDescriptor(), files);
    return files;
  }

  private static void add(FileDescriptor file, Set<FileDescriptor> files) {
    if (!file.getPackage().startsWith("google.") && files.add(file)) {
      file.getDependencies().forEach(other -> add(other, files));
    }
  }

  /** Every .proto file is among them. */
  @Test
  void files_all_areChecked() throws IOException {
    try (var found = Files.walk(Path.of("src", "main", "protobuf"))) {
      var names = found
          .filter(file -> file.toString().endsWith(".proto"))
          .map(file -> Path.of("src", "main", "protobuf").relativize(file).toString())
          .map(name -> name.replace('\\', '/'))
          .toList();

      assertThat(files())
          .extracting(FileDescriptor::getName)
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  /** Prints what {@code schema.txt} should hold, less what is removed. */
  public static void main(String[] arguments) {
    schema().forEach(System.out::println);
  }
}
