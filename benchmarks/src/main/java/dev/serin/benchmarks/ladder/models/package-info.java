/** The models that all rungs serve, drawn from seeded generators, and rows to call them with. */
@NullMarked
package dev.serin.benchmarks.ladder.models;

import org.jspecify.annotations.NullMarked;
