/** Forecasts of what a plan needs at a given rate of calls and labels, and how long it takes. */
@NullMarked
package dev.serin.forecast;

import org.jspecify.annotations.NullMarked;
