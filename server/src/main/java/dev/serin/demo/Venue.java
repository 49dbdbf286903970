package dev.serin.demo;

/**
 * The addresses of the running demo, and its load.
 *
 * @param data host and port of the gateway's gRPC services for callers
 * @param admin those for operators
 * @param http those of its metrics
 * @param viewers how many there are
 * @param callsPerSecond of all viewers
 */
public record Venue(String data, String admin, String http, int viewers, double callsPerSecond) {}
