/**
 * Calls over HTTP/2 from encoded bytes, in a closed or an open loop; every reply is compared with
 * the expected one.
 */
@NullMarked
package dev.serin.benchmarks.ladder.load;

import org.jspecify.annotations.NullMarked;
