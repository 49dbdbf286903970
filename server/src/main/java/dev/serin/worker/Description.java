package dev.serin.worker;

import dev.serin.model.EmptyInputs;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a worker tells of the version that it has loaded. */
record Description(Signature signature, List<String> notes, Vocabulary vocabulary) {
  static Description of(Predictor predictor) {
    return new Description(predictor.signature(), predictor.notes(), predictor.vocabulary());
  }

  void write(Message message) {
    message.list(signature.inputs(), spec -> write(spec, message));
    message.list(signature.outputs(), spec -> write(spec, message));
    message.texts(signature.empty().anywhere()).texts(signature.empty().rows());
    message.list(signature.outputs(), spec -> message.texts(signature.classes(spec.name())));
    message.texts(notes).texts(vocabulary.texts());
    message.list(vocabulary.numbers(), message::number);
  }

  static Description read(Message message) {
    var inputs = message.list(() -> spec(message));
    var outputs = message.list(() -> spec(message));
    var empty = new EmptyInputs(new TreeSet<>(message.texts()), new TreeSet<>(message.texts()));
    var classes = new ArrayList<>(message.list(message::texts));
    var byOutput = new HashMap<String, List<String>>();
    for (int i = 0; i < outputs.size(); i++) {
      if (!classes.get(i).isEmpty()) {
        byOutput.put(outputs.get(i).name(), classes.get(i));
      }
    }
    var signature = new Signature(inputs, outputs, empty, Map.copyOf(byOutput));
    return new Description(
        signature, message.texts(), new Vocabulary(message.texts(), message.list(message::number)));
  }

  private static void write(TensorSpec spec, Message message) {
    message.text(spec.name()).type(spec.type()).shape(spec.shape()).texts(spec.dimensions());
    message.number(spec.optional() ? 1 : 0);
  }

  private static TensorSpec spec(Message message) {
    return new TensorSpec(
        message.text(), message.type(), message.shape(), message.texts(), message.number() == 1);
  }
}
