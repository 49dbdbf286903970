/** How good a prediction was: summaries of outputs, and the loss that a truth makes of them. */
@NullMarked
package dev.serin.feedback.quality;

import org.jspecify.annotations.NullMarked;
