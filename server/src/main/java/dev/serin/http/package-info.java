/** {@code /metrics}, {@code /healthz} and {@code /readyz} over plain HTTP. */
@NullMarked
package dev.serin.http;

import org.jspecify.annotations.NullMarked;
