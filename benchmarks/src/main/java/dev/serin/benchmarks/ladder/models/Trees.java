package dev.serin.benchmarks.ladder.models;

import dev.serin.models.Protos;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** 100 complete trees of depth 6 with random splits and leaves. Confined to one thread. */
final class Trees {
  private static final int TREES = 100;
  private static final int INNER = (1 << 6) - 1;
  private static final int NODES = 2 * INNER + 1;
  private static final int FEATURES = 32;

  private final SplittableRandom random;
  private final List<Long> trees = new ArrayList<>();
  private final List<Long> nodes = new ArrayList<>();
  private final List<Long> features = new ArrayList<>();
  private final List<Float> thresholds = new ArrayList<>();
  private final List<String> modes = new ArrayList<>();
  private final List<Long> ifTrue = new ArrayList<>();
  private final List<Long> ifFalse = new ArrayList<>();
  private final List<Long> leafTrees = new ArrayList<>();
  private final List<Long> leafNodes = new ArrayList<>();
  private final List<Float> leaves = new ArrayList<>();

  Trees(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Adds the trees to a net and returns the name of their sum. */
  String addTo(Net net) {
    for (long tree = 0; tree < TREES; tree++) {
      for (long node = 0; node < NODES; node++) {
        add(tree, node);
      }
    }
    return net.classic(
        "TreeEnsembleRegressor",
        Model.INPUT,
        List.of(
            Protos.wholes("nodes_treeids", trees),
            Protos.wholes("nodes_nodeids", nodes),
            Protos.wholes("nodes_featureids", features),
            Protos.reals("nodes_values", thresholds),
            Protos.texts("nodes_modes", modes),
            Protos.wholes("nodes_truenodeids", ifTrue),
            Protos.wholes("nodes_falsenodeids", ifFalse),
            Protos.wholes("target_treeids", leafTrees),
            Protos.wholes("target_nodeids", leafNodes),
            Protos.wholes("target_ids", leaves.stream().map(leaf -> 0L).toList()),
            Protos.reals("target_weights", leaves),
            Protos.whole("n_targets", 1)));
  }

  private void add(long tree, long node) {
    boolean inner = node < INNER;
    trees.add(tree);
    nodes.add(node);
    features.add(inner ? random.nextLong(FEATURES) : 0);
    thresholds.add(inner ? (float) random.nextGaussian() : 0);
    modes.add(inner ? "BRANCH_LEQ" : "LEAF");
    ifTrue.add(inner ? 2 * node + 1 : 0);
    ifFalse.add(inner ? 2 * node + 2 : 0);
    if (!inner) {
      leafTrees.add(tree);
      leafNodes.add(node);
      leaves.add((float) random.nextGaussian());
    }
  }
}
