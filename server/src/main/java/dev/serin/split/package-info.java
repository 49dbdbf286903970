/** Which version a user gets: shares, the parts of [0, 1) that versions own, and the hash. */
@NullMarked
package dev.serin.split;

import org.jspecify.annotations.NullMarked;
