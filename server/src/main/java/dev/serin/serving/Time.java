package dev.serin.serving;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The clocks of the path of a call: a ticker in nanoseconds for durations, and the date. */
public record Time(LongSupplier ticker, InstantSource clock) {}
