/** The demo: four rollouts of a streaming service's models, decided by a gateway of its own. */
@NullMarked
package dev.serin.demo;

import org.jspecify.annotations.NullMarked;
