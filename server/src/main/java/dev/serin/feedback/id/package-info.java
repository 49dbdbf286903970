/** Prediction ids: their content, their format, and the keys that sign them. */
@NullMarked
package dev.serin.feedback.id;

import org.jspecify.annotations.NullMarked;
