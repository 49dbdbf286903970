/**
 * Parses configuration text into validated records of the packages it configures; detects changes.
 */
@NullMarked
package dev.serin.config;

import org.jspecify.annotations.NullMarked;
