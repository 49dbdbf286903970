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
 * Trains models, seeded and in one thread, so that the same lessons in the same order always give
 * the same model.
 */
public final class Recipes {

  private static final long SEED = 42;
  private static final double ADAGRAD_EPSILON = 0.1;
  private static final int LOG_NEVER = -1;
  private static final LabelFactory LABELS = new LabelFactory();

  private Recipes() {}

  /** Returns a logistic regression over all classes after that many passes over the lessons. */
  public static LinearSGDModel logistic(List<Lesson> lessons, double learningRate, int passes) {
    var optimiser = new AdaGrad(learningRate, ADAGRAD_EPSILON);
    return new LinearSGDTrainer(new LogMulticlass(), optimiser, passes, LOG_NEVER, SEED)
        .train(dataset(lessons));
  }

  /**
   * Returns a support vector machine with a Gaussian kernel, one machine for each pair of classes,
   * whose votes are coupled into probabilities.
   */
  public static LibSVMClassificationModel supportVectors(
      List<Lesson> lessons, double cost, double gamma) {
    var parameters = new SVMParameters<>(new SVMClassificationType(SVMMode.C_SVC), KernelType.RBF);
    parameters.setCost(cost);
    parameters.setGamma(gamma);
    parameters.setProbability();
    // LIBSVM otherwise prints its progress, a dot at a time, to standard output.
    svm.svm_set_print_string_function(progress -> {});
    return (LibSVMClassificationModel)
        new LibSVMClassificationTrainer(parameters, SEED).train(dataset(lessons));
  }

  /** Returns the name of a class in the models. */
  static Label label(int number) {
    return new Label(String.valueOf(number));
  }

  private static MutableDataset<Label> dataset(List<Lesson> lessons) {
    var provenance = new SimpleDataSourceProvenance("lessons", LABELS);
    var dataset = new MutableDataset<Label>(provenance, LABELS);
    lessons.forEach(lesson -> dataset.add(example(lesson)));
    return dataset;
  }

  /* The names are of equal length because Tribuo numbers features in the order of their names, and
   * the n-th feature has to be the n-th of the lesson. Zeros are stored too: a feature that no
   * lesson has would shift all those after it. */
  private static ArrayExample<Label> example(Lesson lesson) {
    var values = lesson.features().stream().mapToDouble(Double::doubleValue).toArray();
    var names = IntStream.range(0, values.length).mapToObj("f%02d"::formatted);
    return new ArrayExample<>(label(lesson.label()), names.toArray(String[]::new), values);
  }
}
