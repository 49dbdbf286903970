package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.config.yaml.ScalarType;
import dev.serin.config.yaml.Section;
import dev.serin.split.ForcedUsers;
import dev.serin.split.ForcedUsers.Named;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads which users of a model are forced to stable or the canary. Confined to one thread. */
final class ForcedUsersSection {
  static final List<String> KEYS =
      List.of(Named.FORCE_STABLE.configName(), Named.FORCE_CANARY.configName());

  private static final ScalarType<String> USER = new ScalarType<>(
      "a user id of 1 to " + ForcedUsers.MAX_USER_BYTES + " bytes",
      text -> Optional.of(text).filter(ForcedUsersSection::isUser));

  private final Section section;
  private final Problems problems;

  /** Reads the keys of a model's section. */
  ForcedUsersSection(Section section, Problems problems) {
    this.section = section;
    this.problems = problems;
  }

  ForcedUsers read() {
    var stable = users(Named.FORCE_STABLE, Set.of());
    return new ForcedUsers(stable, users(Named.FORCE_CANARY, stable));
  }

  /** Returns the users of a list; none of them may be in the other list. */
  private Set<String> users(Named list, Set<String> others) {
    var name = list.configName();
    var items = section.items(name);
    var users = new HashSet<String>();
    if (items.size() > ForcedUsers.MAX_USERS) {
      section.refuse(
          name,
          name + ": " + items.size() + " users (expected: at most " + ForcedUsers.MAX_USERS + ")");
      return users;
    }
    items.forEach(item -> section.read(name, item, USER).ifPresent(user -> {
      if (isNew(name, user, item, others, users)) {
        users.add(user);
      }
    }));
    return users;
  }

  private boolean isNew(
      String name, String user, Node item, Set<String> others, Set<String> users) {
    if (others.contains(user)) {
      problems.add(
          item,
          name + ": " + user + " is in " + Named.FORCE_STABLE.configName()
              + " too (expected: in one list)");
      return false;
    }
    if (users.contains(user)) {
      problems.add(item, name + ": " + user + ": duplicate");
      return false;
    }
    return true;
  }

  private static boolean isUser(String text) {
    return !text.isEmpty()
        && text.getBytes(StandardCharsets.UTF_8).length <= ForcedUsers.MAX_USER_BYTES;
  }
}
