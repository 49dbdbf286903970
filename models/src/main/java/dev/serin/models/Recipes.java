package dev.serin.models;

import java.util.List;
import java.util.stream.IntStream;
import libsvm.svm;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.libsvm.LibSVMClassificationModel;
import org.tribuo.classification.libsvm.LibSVMClassificationTrainer;
import org.tribuo.classification.libsvm.SVMClassificationType;
import org.tribuo.classification.libsvm.SVMClassificationType.SVMMode;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.libsvm.KernelType;
import org.tribuo.common.libsvm.SVMParameters;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * The ways to train a model on raw pixels, seeded and in one thread, so that the same rows in the
 * same order always make the same model.
 */
final class Recipes {

  private static final long SEED = 42;
  private static final double LEARNING_RATE = 0.03;
  private static final double ADAGRAD_EPSILON = 0.1;
  private static final int LOG_NEVER = -1;
  private static final double SVM_COST = 1;
  private static final double SVM_GAMMA = 0.002;
  private static final LabelFactory LABELS = new LabelFactory();

  private Recipes() {}

  /** Returns a logistic regression over ten classes after that many passes over the rows. */
  static LinearSGDModel logistic(List<Digit> rows, int passes) {
    var optimiser = new AdaGrad(LEARNING_RATE, ADAGRAD_EPSILON);
    return new LinearSGDTrainer(new LogMulticlass(), optimiser, passes, LOG_NEVER, SEED)
        .train(dataset(rows));
  }

  /**
   * Returns a support vector machine with a Gaussian kernel, one machine for each pair of classes,
   * whose votes are coupled into probabilities.
   */
  static LibSVMClassificationModel supportVectors(List<Digit> rows) {
    var parameters = new SVMParameters<>(new SVMClassificationType(SVMMode.C_SVC), KernelType.RBF);
    parameters.setCost(SVM_COST);
    parameters.setGamma(SVM_GAMMA);
    parameters.setProbability();
    // LIBSVM otherwise prints its progress, a dot at a time, to standard output.
    svm.svm_set_print_string_function(progress -> {});
    return (LibSVMClassificationModel)
        new LibSVMClassificationTrainer(parameters, SEED).train(dataset(rows));
  }

  /** Returns the name by which the models know a digit. */
  static Label label(int digit) {
    return new Label(String.valueOf(digit));
  }

  private static MutableDataset<Label> dataset(List<Digit> rows) {
    var provenance = new SimpleDataSourceProvenance("digits", LABELS);
    var dataset = new MutableDataset<Label>(provenance, LABELS);
    rows.forEach(row -> dataset.add(example(row)));
    return dataset;
  }

  /* The names are of equal length because Tribuo numbers features in the order of their names, and
   * the n-th feature has to be the n-th pixel. White pixels are stored too: a feature that no row
   * has would shift all those after it. */
  private static ArrayExample<Label> example(Digit digit) {
    var names = IntStream.range(0, Digit.PIXELS).mapToObj("p%02d"::formatted);
    var values = digit.pixels().stream().mapToDouble(Integer::doubleValue);
    return new ArrayExample<>(label(digit.label()), names.toArray(String[]::new), values.toArray());
  }
}
