/** Who makes a change: principals and authors. */
@NullMarked
package dev.serin.access;

import org.jspecify.annotations.NullMarked;
