/** Figures as tables, JSON and pictures, and the targets that they are held against. */
@NullMarked
package dev.serin.benchmarks.ladder.report;

import org.jspecify.annotations.NullMarked;
