/**
 * A simulated streaming service: viewers with hidden tastes, their past visits, the four models
 * that recommend what to watch next, and the file of viewers that the demonstration replays.
 */
@NullMarked
package dev.serin.models.streaming;

import org.jspecify.annotations.NullMarked;
