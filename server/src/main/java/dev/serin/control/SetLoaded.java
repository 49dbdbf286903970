package dev.serin.control;

import dev.serin.access.Author;

/**
 * A request to load or unload a model.
 *
 * @param loaded whether it is to be served; false: none of its versions is served or kept loaded
 */
public record SetLoaded(String model, boolean loaded, Author author, String reason) {}
