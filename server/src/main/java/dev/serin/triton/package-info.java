/** Triton's {@code config.pbtxt}: how a model is served, as settings. */
@NullMarked
package dev.serin.triton;

import org.jspecify.annotations.NullMarked;
