/** The services of the data port: predictions and feedback. */
@NullMarked
package dev.serin.rpc.data;

import org.jspecify.annotations.NullMarked;
