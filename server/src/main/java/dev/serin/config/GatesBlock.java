package dev.serin.config;

import dev.serin.gate.GateSettings;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * How the gates judge a canary, as a file says it.
 *
 * @param clip what the gates call the worst loss, which belongs to how quality is measured
 */
record GatesBlock(GateSettings settings, Optional<Clip> clip) {

  /** The loss in the metric's own unit that counts as the worst, and where that stands. */
  record Clip(Node node, double value) {}
}
