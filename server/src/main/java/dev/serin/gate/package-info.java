/**
 * Turns calls and labels into evidence, and evidence into verdicts about a canary. No threads, no
 * queues, no clocks: the caller says what the time is.
 */
@NullMarked
package dev.serin.gate;

import org.jspecify.annotations.NullMarked;
