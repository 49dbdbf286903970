package dev.serin.onnx;

import dev.serin.model.ModelLoadException;
import java.util.HashMap;
import java.util.Map;

/**
 * The calls among the functions of a model. ONNX Runtime replaces each call by a copy of the
 * function's nodes, so that a few functions that each call the next twice become more nodes than
 * fit into any memory. Confined to its caller.
 */
final class FunctionCalls {
  /** The most calls that are replaced, nested ones included. */
  static final long MAX_CALLS = 8_192;

  /** The deepest nesting of calls. */
  static final int MAX_DEPTH = 200;

  /** A function or an operator; functions of one name may differ in the overload. */
  record Name(String domain, String operator, String overload) {}

  private record Size(long calls, int depth) {}

  private final Map<Name, Map<Name, Long>> functions = new HashMap<>();
  private final Map<Name, Long> main = new HashMap<>();
  private final Map<Name, Size> sizes = new HashMap<>();
  private Map<Name, Long> current = main;

  /** Begins a function, whose name comes at its end. */
  void beginFunction() {
    current = new HashMap<>();
  }

  void endFunction(Name name) {
    var nodes = functions.computeIfAbsent(name, unused -> new HashMap<>());
    // Two functions with one name count together, so that both are covered.
    current.forEach((node, times) -> nodes.merge(node, times, Long::sum));
    current = main;
  }

  /** Adds a node, which may be a call. */
  void node(Name name) {
    current.merge(name, 1L, Long::sum);
  }

  /** Throws if the calls are too many, too deep or recursive. */
  void check() throws ModelLoadException {
    var size = size(main, 0);
    if (size.calls() > MAX_CALLS) {
      throw new ModelLoadException(
          "functions: " + size.calls()
              + " calls, nested ones included (expected: at most " + MAX_CALLS
              + ", or inlined)",
          null);
    }
  }

  private Size size(Map<Name, Long> nodes, int depth) throws ModelLoadException {
    if (depth > MAX_DEPTH) {
      throw new ModelLoadException(
          "functions: calls nested more than " + MAX_DEPTH
              + " deep, or recursive (expected: at most as deep, or inlined)",
          null);
    }
    long calls = 0;
    int deepest = 0;
    for (var node : nodes.entrySet()) {
      var called = functions.get(node.getKey());
      if (called != null) {
        var size = sizes.get(node.getKey());
        if (size == null || depth + size.depth() >= MAX_DEPTH) {
          size = size(called, depth + 1);
          sizes.put(node.getKey(), size);
        }
        calls = Math.min(Long.MAX_VALUE / 2, calls + times(node.getValue(), 1 + size.calls()));
        deepest = Math.max(deepest, 1 + size.depth());
      }
    }
    return new Size(calls, deepest);
  }

  private static long times(long one, long other) {
    long product = Math.multiplyHigh(one, other) == 0 ? one * other : Long.MAX_VALUE;
    return product < 0 ? Long.MAX_VALUE / 2 : Math.min(product, Long.MAX_VALUE / 2);
  }
}
