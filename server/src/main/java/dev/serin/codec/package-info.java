/**
 * What is kept, as messages and back: every record that a gateway of any release wrote, in the
 * words of this one.
 */
@NullMarked
package dev.serin.codec;

import org.jspecify.annotations.NullMarked;
