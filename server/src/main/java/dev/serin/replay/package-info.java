/** The offline judge: recorded calls in, the decision that their plan would have made out. */
@NullMarked
package dev.serin.replay;

import org.jspecify.annotations.NullMarked;
