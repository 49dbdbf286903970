/** The quality of predictions: summaries of outputs, and their loss given the truth. */
@NullMarked
package dev.serin.feedback.quality;

import org.jspecify.annotations.NullMarked;
