/** Wiring by constructors, nothing else. */
@NullMarked
package dev.serin.server;

import org.jspecify.annotations.NullMarked;
