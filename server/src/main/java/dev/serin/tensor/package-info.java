/** Named, typed arrays over byte buffers. */
@NullMarked
package dev.serin.tensor;

import org.jspecify.annotations.NullMarked;
