package dev.serin.serving;

import java.util.Optional;

/**
 * The result of a preflight.
 *
 * @param calls how many recent calls were run
 * @param problem why the candidate failed; empty if it passed
 */
public record PreflightResult(int calls, Optional<String> problem) {}
