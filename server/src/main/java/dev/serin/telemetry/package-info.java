/** Listens to serving and reads the rest: metrics for Prometheus, and the numbers of the status. */
@NullMarked
package dev.serin.telemetry;

import org.jspecify.annotations.NullMarked;
