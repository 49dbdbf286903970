/**
 * A version that predicts, its signature, the loader port, and the pool of loaded versions held by
 * leases.
 */
@NullMarked
package dev.serin.model;

import org.jspecify.annotations.NullMarked;
