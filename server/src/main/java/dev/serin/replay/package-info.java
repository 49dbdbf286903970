/** The offline judge: decides about recorded calls as their plan would have. */
@NullMarked
package dev.serin.replay;

import org.jspecify.annotations.NullMarked;
