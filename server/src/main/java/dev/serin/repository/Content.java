package dev.serin.repository;

import java.nio.file.Path;

/**
 * The files that a version is loaded from.
 *
 * @param sha256 the hash of the model file, in hexadecimal; with data files, the hash of one line
 *     per file: its hash, two spaces and its path, in the order of the paths
 * @param model the model's file
 */
record Content(String sha256, Path model) {}
