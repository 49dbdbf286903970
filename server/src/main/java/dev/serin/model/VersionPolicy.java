package dev.serin.model;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Which versions in a model's folder are loaded. */
public sealed interface VersionPolicy {
  /** Returns the versions to load, of those in the folder. */
  NavigableSet<Long> choose(Collection<Long> versions);

  /** All of them. */
  record All() implements VersionPolicy {
    @Override
    public NavigableSet<Long> choose(Collection<Long> versions) {
      return new TreeSet<>(versions);
    }

    @Override
    public String toString() {
      return "all";
    }
  }

  /** The highest ones; at least one. */
  record Latest(long count) implements VersionPolicy {
    @Override
    public NavigableSet<Long> choose(Collection<Long> versions) {
      var highest = new TreeSet<>(versions);
      while (highest.size() > count) {
        highest.pollFirst();
      }
      return highest;
    }

    @Override
    public String toString() {
      return "the latest " + count;
    }
  }

  /** Those with these numbers. */
  record Specific(Set<Long> numbers) implements VersionPolicy {
    public Specific {
      numbers = Set.copyOf(numbers);
    }

    @Override
    public NavigableSet<Long> choose(Collection<Long> versions) {
      var named = new TreeSet<>(versions);
      named.retainAll(numbers);
      return named;
    }

    @Override
    public String toString() {
      return "only " + new TreeSet<>(numbers);
    }
  }
}
