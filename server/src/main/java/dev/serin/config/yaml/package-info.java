/** A YAML file as a tree with lines and columns, and every mistake in it as a problem. */
@NullMarked
package dev.serin.config.yaml;

import org.jspecify.annotations.NullMarked;
