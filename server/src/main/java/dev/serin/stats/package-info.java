/** Pure maths: e-processes and confidence sequences. */
@NullMarked
package dev.serin.stats;

import org.jspecify.annotations.NullMarked;
