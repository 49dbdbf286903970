/**
 * Judges the canaries of a running gateway: takes calls, labels and copies in the order of their
 * arrival, keeps the comparisons that are running, and raises alarms.
 */
@NullMarked
package dev.serin.judge;

import org.jspecify.annotations.NullMarked;
