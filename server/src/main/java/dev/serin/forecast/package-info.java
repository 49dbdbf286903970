/** What a plan will need at a given rate of calls and labels, and how long that takes. */
@NullMarked
package dev.serin.forecast;

import org.jspecify.annotations.NullMarked;
