/** Prediction ids, labels and outcomes; passes each outcome to a sink that it defines. */
@NullMarked
package dev.serin.feedback;

import org.jspecify.annotations.NullMarked;
