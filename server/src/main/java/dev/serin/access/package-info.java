/** Principals, and authors of changes. */
@NullMarked
package dev.serin.access;

import org.jspecify.annotations.NullMarked;
