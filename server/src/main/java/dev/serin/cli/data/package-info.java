/** The verbs that call the data port, predict and feedback, and the files that they read. */
@NullMarked
package dev.serin.cli.data;

import org.jspecify.annotations.NullMarked;
