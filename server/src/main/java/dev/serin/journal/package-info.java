/** Revisions, evidence and seen labels on local disk, behind the ports of their owners. */
@NullMarked
package dev.serin.journal;

import org.jspecify.annotations.NullMarked;
