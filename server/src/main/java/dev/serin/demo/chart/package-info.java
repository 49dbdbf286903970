/** Charts over time, and pens that draw them as SVG and as pixels. */
@NullMarked
package dev.serin.demo.chart;

import org.jspecify.annotations.NullMarked;
