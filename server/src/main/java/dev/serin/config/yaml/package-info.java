/** YAML files as trees with lines and columns, and every mistake in them as a problem. */
@NullMarked
package dev.serin.config.yaml;

import org.jspecify.annotations.NullMarked;
