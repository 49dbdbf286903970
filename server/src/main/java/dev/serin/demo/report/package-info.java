/** The report of a demo, as a page and as a picture. */
@NullMarked
package dev.serin.demo.report;

import org.jspecify.annotations.NullMarked;
