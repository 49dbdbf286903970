/** The read model: the status of versions, comparisons and rollouts. */
@NullMarked
package dev.serin.status;

import org.jspecify.annotations.NullMarked;
