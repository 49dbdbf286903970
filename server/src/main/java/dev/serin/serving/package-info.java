/**
 * One call from user to answer, one label from token to evidence; the listener that hears of every
 * finished call.
 */
@NullMarked
package dev.serin.serving;

import org.jspecify.annotations.NullMarked;
