/**
 * One call from user to answer: routing, running, falling back, shadowing; the listener of finished
 * calls.
 */
@NullMarked
package dev.serin.serving;

import org.jspecify.annotations.NullMarked;
