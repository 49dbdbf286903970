/** The rollout verbs: a rollout on a screen, in lines and as JSON, and how it is changed. */
@NullMarked
package dev.serin.cli.rollout;

import org.jspecify.annotations.NullMarked;
