/** The demo as a page and as a picture, for those who were not there. */
@NullMarked
package dev.serin.demo.report;

import org.jspecify.annotations.NullMarked;
