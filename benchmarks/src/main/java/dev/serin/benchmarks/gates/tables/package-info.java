/** Tables of what one test needs: published, as named, and as run. One class for each. */
@NullMarked
package dev.serin.benchmarks.gates.tables;

import org.jspecify.annotations.NullMarked;
