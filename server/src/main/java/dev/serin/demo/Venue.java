package dev.serin.demo;

/**
 * Where the demo can be looked at while it goes on.
 *
 * @param data host and port of the gateway's gRPC services for callers
 * @param admin those for operators
 * @param http those of its metrics
 * @param viewers how many there are
 * @param callsPerSecond at which they come
 */
public record Venue(String data, String admin, String http, int viewers, double callsPerSecond) {}
