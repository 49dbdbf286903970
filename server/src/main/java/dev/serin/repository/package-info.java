/** The folder of versions: scan, check, admit, retire. */
@NullMarked
package dev.serin.repository;

import org.jspecify.annotations.NullMarked;
