/** The dispatcher: a queue per version, fair runners, batches of what queued. */
@NullMarked
package dev.serin.batching;

import org.jspecify.annotations.NullMarked;
