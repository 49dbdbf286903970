package dev.serin.rpc.admin;

import dev.serin.routing.ModelRoute;
import dev.serin.rpc.Roles;
import dev.serin.rpc.UserId;
import dev.serin.split.ForcedUsers.Named;
import dev.serin.split.Interval;
import dev.serin.split.UserHash;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.ExplainResponse.ForcedBy;
import java.util.List;
import java.util.stream.Collectors;

/** Explains which version a user gets, and why. */
final class Explanation {
  private Explanation() {}

  static ExplainResponse of(ModelRoute model, String userId) {
    UserId.checkLength("user id", userId);
    var salt = model.assignment().salt();
    long hash = UserHash.of(salt, userId);
    var route = model.route(userId);
    var list = model.forced().users().list(userId);
    return ExplainResponse.newBuilder()
        .setModel(model.model())
        .setUserId(userId)
        .setSalt(salt)
        .setHash(UserHash.hex(hash))
        .setBucket(UserHash.bucket(hash))
        .setVersion(route.version())
        .setRole(Roles.message(route.role()))
        .setRevision(model.revision())
        .setWhy(list.map(named -> why(model, named)).orElseGet(() -> why(model, hash)))
        .setForcedBy(list.map(Explanation::message).orElse(ForcedBy.NOT_FORCED))
        .build();
  }

  private static ForcedBy message(Named list) {
    return switch (list) {
      case FORCE_STABLE -> ForcedBy.FORCE_STABLE;
      case FORCE_CANARY -> ForcedBy.FORCE_CANARY;
    };
  }

  private static String why(ModelRoute model, Named list) {
    var by = "forced by models." + model.model() + "." + list.configName();
    var stable = "stable, version " + model.stable();
    return list == Named.FORCE_STABLE
        ? by + " to " + stable
        : model.forced().canary().isPresent()
            ? by + " to the canary, version " + model.forced().canary().getAsLong() + ", beside "
                + stable
            : by + "; no canary can be called, so " + stable + ", answers";
  }

  private static String why(ModelRoute model, long hash) {
    long owner = model.assignment().versionOf(hash);
    var owned = model.assignment().intervals().getOrDefault(owner, List.of()).stream()
        .map(Explanation::text)
        .collect(Collectors.joining(" and "));
    var place = "bucket " + UserHash.bucket(hash) + " lies in " + owned + ", which version " + owner
        + " owns";
    if (owner == model.stable()) {
      return place + "; it is stable";
    }
    return model.absent().contains(owner)
        ? place + "; it is not ready, so stable, version " + model.stable() + ", answers"
        : place + "; it is a canary beside stable, version " + model.stable();
  }

  private static String text(Interval interval) {
    return "[" + interval.low().toPlainString() + ", " + interval.high().toPlainString() + ")";
  }
}
