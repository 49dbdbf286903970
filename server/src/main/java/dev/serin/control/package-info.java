/**
 * What each model serves, every change to it as a revision, the one thread that makes them; the
 * port to durable state.
 */
@NullMarked
package dev.serin.control;

import org.jspecify.annotations.NullMarked;
