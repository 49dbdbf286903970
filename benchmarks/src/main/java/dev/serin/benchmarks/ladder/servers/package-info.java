/**
 * Servers as processes: how each is started, watched and stopped, and the processor time that it
 * takes.
 */
@NullMarked
package dev.serin.benchmarks.ladder.servers;

import org.jspecify.annotations.NullMarked;
