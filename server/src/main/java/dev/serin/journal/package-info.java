/** Revisions, evidence and seen labels on local disk, behind the ports of their owning packages. */
@NullMarked
package dev.serin.journal;

import org.jspecify.annotations.NullMarked;
