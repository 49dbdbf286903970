/**
 * The verbs that work on files of this machine: serve, judge, lint, journal, doctor, completion.
 */
@NullMarked
package dev.serin.cli.local;

import org.jspecify.annotations.NullMarked;
