/** How a canary is to be raised, and what each step of it needs. */
@NullMarked
package dev.serin.rollout;

import org.jspecify.annotations.NullMarked;
