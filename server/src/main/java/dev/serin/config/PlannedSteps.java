package dev.serin.config;

import dev.serin.config.yaml.Problems;
import dev.serin.split.Share;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The shares of a plan's steps in a file.
 *
 * @param sound whether no problem was found so far
 */
record PlannedSteps(List<Share> shares, boolean sound) {

  /** Adds a problem if a share is not one of the steps below 1. */
  void check(String name, Share share, Node node, Problems problems) {
    var below = shares.stream().filter(step -> !step.equals(Share.ONE)).toList();
    if (sound && !below.contains(share)) {
      problems.add(node, name + ": " + share + " (expected: one of the steps " + below + ")");
    }
  }
}
