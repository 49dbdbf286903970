/** Text into validated records of the packages it configures; notices change. */
@NullMarked
package dev.serin.config;

import org.jspecify.annotations.NullMarked;
