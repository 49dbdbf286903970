/** Revisions and seen labels on local disk, behind the ports of control and feedback. */
@NullMarked
package dev.serin.journal;

import org.jspecify.annotations.NullMarked;
