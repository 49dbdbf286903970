/** A simulated service under the real controller. */
@NullMarked
package dev.serin.benchmarks.gates.service;

import org.jspecify.annotations.NullMarked;
