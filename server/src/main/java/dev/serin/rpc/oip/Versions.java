package dev.serin.rpc.oip;

import dev.serin.model.VersionPool;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import dev.serin.rpc.StatusTable;
import dev.serin.serving.CallStatus;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the version that a caller's text stands for, and says why there is none. Thread-safe. */
final class Versions {
  private static final String STABLE = "stable";
  private static final String CANARY = "canary";

  private final Routing routing;
  private final VersionPool pool;

  Versions(Routing routing, VersionPool pool) {
    this.routing = routing;
    this.pool = pool;
  }

  /**
   * Returns the version that a text pins: a number, or the version that has a role now. Empty for
   * an empty text.
   *
   * @throws StatusRuntimeException INVALID_ARGUMENT for another text, NOT_FOUND for a role that no
   *     version has
   */
  OptionalLong pinned(String model, String text) {
    return switch (text) {
      case "" -> OptionalLong.empty();
      case STABLE -> role(model, text, routing.model(model).map(ModelRoute::stable));
      case CANARY -> role(model, text, routing.model(model).flatMap(Versions::canary));
      default -> OptionalLong.of(number(text));
    };
  }

  private static Optional<Long> canary(ModelRoute route) {
    var canary = route.forced().canary();
    return canary.isPresent() ? Optional.of(canary.getAsLong()) : Optional.empty();
  }

  private OptionalLong role(String model, String label, Optional<Long> version) {
    if (version.isPresent()) {
      return OptionalLong.of(version.get());
    }
    throw StatusTable.error(
        CallStatus.NOT_FOUND,
        pool.versions(model).isEmpty() ? unknown(model) : absent(model, label));
  }

  private static long number(String text) {
    if (!text.chars().allMatch(each -> each >= '0' && each <= '9')) {
      throw malformed(text, "not a number");
    }
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw malformed(text, "out of range");
    }
    if (number == 0) {
      throw malformed(text, "zero");
    }
    return number;
  }

  private static StatusRuntimeException malformed(String text, String details) {
    return StatusTable.invalid("failed to get model version from specified version string '" + text
        + "' (details: " + details + "), version should be an integral value > 0, or '" + STABLE
        + "' or '" + CANARY + "'");
  }

  /**
   * Returns the error of a call that no version was found for.
   *
   * @param status NOT_FOUND, or UNAVAILABLE if the model or version is there but not ready
   * @param reason in our own words
   */
  StatusRuntimeException notServed(
      String model, OptionalLong pinned, CallStatus status, String reason) {
    if (pool.versions(model).isEmpty()) {
      return StatusTable.error(CallStatus.NOT_FOUND, unknown(model));
    }
    if (status == CallStatus.NOT_FOUND) {
      var version = pinned.isPresent() ? Long.toString(pinned.getAsLong()) : "";
      return StatusTable.error(status, absent(model, version));
    }
    var route = routing.model(model).filter(known -> !known.versions().isEmpty());
    if (pinned.isEmpty() && route.isEmpty()) {
      return StatusTable.error(
          CallStatus.NOT_FOUND, unknownModel(model) + " has no available versions: " + reason);
    }
    long version = pinned.orElseGet(() -> route.orElseThrow().stable());
    return StatusTable.refusal(
        status,
        unknownModel(model) + " version " + version + " is not at ready state: " + reason,
        OptionalLong.empty());
  }

  private static String unknown(String model) {
    return unknownModel(model) + " is not found";
  }

  private static String absent(String model, String version) {
    return unknownModel(model) + " version " + version + " is not found";
  }

  private static String unknownModel(String model) {
    return "Request for unknown model: '" + model + "'";
  }
}
