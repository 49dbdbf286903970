/** Calls and outcomes become evidence, and evidence a verdict about a canary. */
@NullMarked
package dev.serin.gate;

import org.jspecify.annotations.NullMarked;
