/** The immutable snapshot that one call reads. */
@NullMarked
package dev.serin.routing;

import org.jspecify.annotations.NullMarked;
