/** The folder of versions: scan, check, admit, warm up, retire. */
@NullMarked
package dev.serin.repository;

import org.jspecify.annotations.NullMarked;
