/** Files of calls and labels: recorded while a gateway serves, read to be judged again. */
@NullMarked
package dev.serin.events;

import org.jspecify.annotations.NullMarked;
