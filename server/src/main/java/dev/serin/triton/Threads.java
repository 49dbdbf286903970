package dev.serin.triton;

import dev.serin.inference.ModelConfig;
import java.util.regex.Pattern;

/** The parameter of Triton's ONNX Runtime backend for the threads of one operator. */
final class Threads {
  static final String PARAMETER = "intra_op_thread_count";
  static final int MOST = 1024;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

  private Threads() {}

  /** Returns the number, 0 if it is left to us, or -1 if it is none from 0 to {@link #MOST}. */
  static int of(ModelConfig config) {
    var parameter = config.getParametersMap().get(PARAMETER);
    if (parameter == null) {
      return 0;
    }
    var text = parameter.getStringValue().strip();
    int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    return number <= MOST ? number : -1;
  }
}
