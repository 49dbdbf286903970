package dev.serin.triton;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.serin.inference.ModelConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the fields of a {@code config.pbtxt} that are set and change nothing. */
final class WithoutEffect {
  private static final Set<String> HONOURED = Set.of(
      "name",
      "platform",
      "backend",
      "max_batch_size",
      "default_model_filename",
      "version_policy.latest.num_versions",
      "version_policy.specific.versions",
      "input.name",
      "input.data_type",
      "input.dims",
      "output.name",
      "output.data_type",
      "output.dims",
      "output.label_filename",
      "instance_group.count",
      "dynamic_batching.max_queue_delay_microseconds",
      "dynamic_batching.default_queue_policy.default_timeout_microseconds",
      "model_warmup.name",
      "model_warmup.batch_size",
      "model_warmup.count");

  private static final String PARAMETERS = "parameters";
  private static final String WARM_UP_INPUTS = "model_warmup.inputs";
  private static final Set<String> KINDS = Set.of("KIND_AUTO", "KIND_CPU");

  private final Set<String> found = new LinkedHashSet<>();

  private WithoutEffect() {}

  /** Returns the paths of these fields, those without a place in our messages last. */
  static List<String> fields(ConfigText text) {
    var fields = new WithoutEffect();
    fields.walk(text.config(), "");
    fields.found.addAll(text.unknown());
    return List.copyOf(fields.found);
  }

  private void walk(Message message, String prefix) {
    message.getAllFields().forEach((field, value) -> {
      var path = prefix + field.getName();
      if (path.equals(PARAMETERS)) {
        parameters((ModelConfig) message);
      } else if (path.equals("instance_group.kind")) {
        kind(path, (EnumValueDescriptor) value);
      } else if (HONOURED.contains(path) || path.equals(WARM_UP_INPUTS)) {
        return;
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        messages(value).forEach(each -> walk(each, path + "."));
      } else {
        found.add(path);
      }
    });
  }

  private static List<Message> messages(Object value) {
    var messages = new ArrayList<Message>();
    for (var each : value instanceof List<?> list ? list : List.of(value)) {
      messages.add((Message) each);
    }
    return messages;
  }

  private void kind(String path, EnumValueDescriptor kind) {
    if (!KINDS.contains(kind.getName())) {
      found.add(path + " (" + kind.getName() + ")");
    }
  }

  private void parameters(ModelConfig config) {
    config.getParametersMap().keySet().stream()
        .filter(name -> !name.equals(Threads.PARAMETER) || Threads.of(config) == 0)
        .sorted()
        .forEach(name -> found.add(PARAMETERS + "[" + name + "]"));
  }
}
