/**
 * A version in a process of its own, behind the same port as one in this process: what has not
 * proved itself cannot take the gateway with it.
 */
@NullMarked
package dev.serin.worker;

import org.jspecify.annotations.NullMarked;
