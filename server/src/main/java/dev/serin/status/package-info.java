/** The read model: how each version, comparison and rollout stands now. */
@NullMarked
package dev.serin.status;

import org.jspecify.annotations.NullMarked;
