package dev.serin.rpc.oip;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.serin.rpc.Entries;
import dev.serin.rpc.StatusTable;
import java.util.OptionalLong;

/** The parameters of a request that have an effect; others are allowed. Confined to one thread. */
final class CallParameters {
  private static final String RESERVED = "triton_";
  private static final String FINAL_RESPONSE = "triton_enable_empty_final_response";

  private String userId = "";
  private String sequence = "";
  private OptionalLong timeoutMicros = OptionalLong.empty();
  private boolean typedOutput;
  private boolean finalResponse;

  private CallParameters() {}

  /** Reads the parameters; throws INVALID_ARGUMENT for one whose value has no meaning. */
  static CallParameters read(Entries entries) {
    var parameters = new CallParameters();
    for (var entry : entries) {
      parameters.add(Parameter.read(entry));
    }
    return parameters;
  }

  private void add(Parameter parameter) {
    switch (parameter.key()) {
      case "user_id" -> userId = parameter.name();
      case "sequence_id" -> sequence = sequence(parameter.name());
      case "sequence_start", "sequence_end" -> check(parameter.bool());
      case "priority" -> parameter.checkPriority();
      case "timeout" -> timeoutMicros = timeout(parameter.int64());
      case "typed_output" -> typedOutput = parameter.bool();
      case FINAL_RESPONSE -> finalResponse = parameter.bool();
      default -> {
        if (parameter.key().startsWith(RESERVED)) {
          throw StatusTable.invalid("parameter keys starting with '" + RESERVED
              + "' are reserved for Triton usage. Only the following keys starting with '"
              + RESERVED + "' are allowed: " + FINAL_RESPONSE);
        }
      }
    }
  }

  @CanIgnoreReturnValue
  private static boolean check(boolean accepted) {
    return accepted;
  }

  /** Clients send the sequence 0 for none. */
  private static String sequence(String name) {
    return name.equals("0") ? "" : name;
  }

  private static OptionalLong timeout(long micros) {
    if (micros < 0) {
      throw StatusTable.invalid("invalid value for 'timeout', expected value >= 0.");
    }
    return micros == 0 ? OptionalLong.empty() : OptionalLong.of(micros);
  }

  /** The user; empty if the request names none. */
  String userId() {
    return userId.isEmpty() ? sequence : userId;
  }

  /** How long the caller waits from the arrival of the request. */
  OptionalLong timeoutMicros() {
    return timeoutMicros;
  }

  /** Whether outputs are answered in the fields of their types. */
  boolean typedOutput() {
    return typedOutput;
  }

  /** Whether the answer on a stream says that it is the last one of its request. */
  boolean finalResponse() {
    return finalResponse;
  }
}
