package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.split.Share;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The shares that a file says for the steps of a plan.
 *
 * @param sound whether nothing was wrong in what was read so far
 */
record PlannedSteps(List<Share> shares, boolean sound) {

  /** Adds a problem if a share that the file names is none of the steps below 1. */
  void check(String name, Share share, Node node, Problems problems) {
    var below = shares.stream().filter(step -> !step.equals(Share.ONE)).toList();
    if (sound && !below.contains(share)) {
      problems.add(node, name + ": " + share + " (expected: one of the steps " + below + ")");
    }
  }
}
