package dev.serin.repository;

import java.nio.file.Path;

/**
 * The files of a version, from which it is loaded.
 *
 * @param sha256 of the model, in hexadecimal; if it has data files, of one line for each file with
 *     its hash, two spaces, and its path, in the order of the paths
 * @param model the model's file
 */
record Content(String sha256, Path model) {}
