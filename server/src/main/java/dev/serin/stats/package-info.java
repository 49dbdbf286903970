/** Pure maths: confidence sequences. */
@NullMarked
package dev.serin.stats;

import org.jspecify.annotations.NullMarked;
