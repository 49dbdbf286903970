package dev.serin.feedback;

import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.OptionalLong;

/**
 * An answered call.
 *
 * @param timeMillis when the call arrived, in milliseconds since 1970
 * @param id a random number that tells apart equal calls of one millisecond
 * @param requestId the caller's own name for the call; empty if it gave none
 * @param outputs the outputs by name; labels are INVALID unless the one that quality is measured on
 *     is there
 * @param rows how many predictions the call holds
 */
public record ServedCall(
    VersionId version,
    Placement placement,
    long timeMillis,
    long id,
    String requestId,
    Map<String, Tensor> outputs,
    long rows) {

  /**
   * Why the version served the call.
   *
   * @param role the role of the version that the call was routed to
   * @param userHash the user's hash under the revision's salt; empty without a user id
   * @param covered whether label coverage counts the prediction
   * @param fallback whether stable served instead, as the run of the canary failed
   */
  public record Placement(
      Role role, long revision, OptionalLong userHash, boolean covered, boolean fallback) {}
}
