package dev.serin.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The operators of a model that end the process when a tensor without elements reaches them.
 *
 * @param anywhere operators that a size of 0 in any dimension may reach
 * @param rows operators that only a call without rows reaches: a first dimension of 0
 */
public record EmptyInputs(SortedSet<String> anywhere, SortedSet<String> rows) {
  /** No such operator: empty tensors are allowed. */
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
