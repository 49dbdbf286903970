/** The rollout verbs: they change a rollout and show it on a screen, in lines or as JSON. */
@NullMarked
package dev.serin.cli.rollout;

import org.jspecify.annotations.NullMarked;
