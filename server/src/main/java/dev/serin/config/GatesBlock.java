package dev.serin.config;

import dev.serin.gate.GateSettings;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The gates' block of a file.
 *
 * @param clip the worst loss, given with the gates although it is part of how quality is measured
 */
record GatesBlock(GateSettings settings, Optional<Clip> clip) {

  /** The loss in the metric's own unit that counts as the worst, with its position. */
  record Clip(Node node, double value) {}
}
