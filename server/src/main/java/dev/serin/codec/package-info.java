/**
 * Converts durable records to messages and back: reads the records of every release into the types
 * of this one.
 */
@NullMarked
package dev.serin.codec;

import org.jspecify.annotations.NullMarked;
