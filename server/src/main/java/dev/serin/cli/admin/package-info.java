/** The verbs that call the admin port: explain, split, status and models. */
@NullMarked
package dev.serin.cli.admin;

import org.jspecify.annotations.NullMarked;
