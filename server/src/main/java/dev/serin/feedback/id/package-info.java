/**
 * Prediction ids: what they say about a call, how they are written, and the keys that sign them.
 */
@NullMarked
package dev.serin.feedback.id;

import org.jspecify.annotations.NullMarked;
