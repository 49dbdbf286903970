/** The verbs that work on this machine's files: serve, judge, lint, journal, doctor, completion. */
@NullMarked
package dev.serin.cli.local;

import org.jspecify.annotations.NullMarked;
