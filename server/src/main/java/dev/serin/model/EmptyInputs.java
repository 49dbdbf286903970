package dev.serin.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Why a model must not be given tensors without elements: operators that end the process when one
 * reaches them.
 *
 * @param anywhere those that any size of 0 may reach
 * @param rows those that only a call without rows reaches: a first dimension of 0
 */
public record EmptyInputs(SortedSet<String> anywhere, SortedSet<String> rows) {
  /** There is no such operator. */
  public static final EmptyInputs ALLOWED =
      new EmptyInputs(Collections.emptySortedSet(), Collections.emptySortedSet());

  public EmptyInputs {
    anywhere = Collections.unmodifiableSortedSet(new TreeSet<>(anywhere));
    rows = Collections.unmodifiableSortedSet(new TreeSet<>(rows));
  }

  /** The operators that a size of 0 in this dimension may reach. */
  SortedSet<String> reached(int dimension) {
    return anywhere.isEmpty() && dimension == 0 ? rows : anywhere;
  }
}
