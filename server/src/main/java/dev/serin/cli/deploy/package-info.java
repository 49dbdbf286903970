/** The verbs that bring models into a repository, and put them in front of users. */
@NullMarked
package dev.serin.cli.deploy;

import org.jspecify.annotations.NullMarked;
