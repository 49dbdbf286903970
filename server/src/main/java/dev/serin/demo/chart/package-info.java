/** Charts over time: what is drawn, and pens that draw it as SVG and as pixels. */
@NullMarked
package dev.serin.demo.chart;

import org.jspecify.annotations.NullMarked;
