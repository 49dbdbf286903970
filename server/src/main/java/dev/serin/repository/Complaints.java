package dev.serin.repository;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Warnings that a loop would repeat: each is logged when it first occurs, and again only after a
 * round without it. Confined to the repository thread.
 */
final class Complaints {
  private final Logger log;
  private Set<String> previous = new HashSet<>();
  private Set<String> current = new HashSet<>();

  Complaints(Logger log) {
    this.log = log;
  }

  /** Begins a round. */
  void begin() {
    previous = current;
    current = new HashSet<>();
  }

  void add(String complaint) {
    if (current.add(complaint) && !previous.contains(complaint)) {
      log.warn("{}", complaint);
    }
  }
}
