package dev.serin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds the package table of docs/architecture.md: who may import whom, and nothing beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
  private static final String BASE = "dev.serin.";

  /** Each package of the server and what it may import of ours, in an order without cycles. */
  private static final Map<String, Set<String>> TABLE = Map.ofEntries(
      row("stats"),
      row("tensor"),
      row("model", "tensor"),
      row("onnx", "tensor", "model"),
      row("batching", "tensor", "model"),
      row("repository", "tensor", "model"),
      row("worker", "tensor", "model"),
      row("triton", "tensor", "model", "inference"),
      row("split"),
      row("feedback.quality", "tensor", "model"),
      row("feedback.id", "model", "feedback.quality"),
      row("feedback", "tensor", "model", "feedback.quality", "feedback.id"),
      row("gate", "stats", "model"),
      row("judge", "model", "feedback", "gate"),
      row("rollout", "split", "gate"),
      row("events", "split", "gate"),
      row("replay", "split", "gate", "rollout", "events"),
      row("forecast", "split", "gate", "rollout"),
      row("routing", "model", "split", "judge"),
      row("access"),
      row("control", "model", "split", "gate", "judge", "rollout", "routing", "access"),
      row(
          "codec",
          "model",
          "repository",
          "split",
          "gate",
          "judge",
          "rollout",
          "access",
          "control",
          "state.v1"),
      row(
          "journal",
          "model",
          "repository",
          "split",
          "feedback",
          "gate",
          "judge",
          "rollout",
          "control",
          "codec"),
      row("serving", "tensor", "model", "feedback", "gate", "judge", "routing"),
      row("config.yaml"),
      row(
          "config",
          "model",
          "split",
          "feedback.quality",
          "feedback",
          "gate",
          "rollout",
          "config.yaml"),
      row(
          "status",
          "stats",
          "model",
          "split",
          "feedback.quality",
          "feedback",
          "gate",
          "judge",
          "rollout",
          "control",
          "serving"),
      row(
          "telemetry",
          "model",
          "split",
          "feedback",
          "gate",
          "judge",
          "rollout",
          "access",
          "control",
          "serving",
          "status"),
      row("rpc", "tensor", "model", "access", "serving", "v1"),
      row("rpc.data", "tensor", "model", "feedback.quality", "feedback", "serving", "rpc", "v1"),
      row(
          "rpc.admin",
          "stats",
          "model",
          "split",
          "gate",
          "rollout",
          "routing",
          "access",
          "control",
          "status",
          "rpc",
          "v1"),
      row(
          "rpc.oip",
          "tensor",
          "model",
          "routing",
          "control",
          "serving",
          "status",
          "rpc",
          "inference"),
      row("http"),
      row(
          "server",
          "model",
          "batching",
          "onnx",
          "repository",
          "worker",
          "triton",
          "split",
          "feedback.quality",
          "feedback.id",
          "feedback",
          "gate",
          "judge",
          "rollout",
          "events",
          "routing",
          "access",
          "control",
          "journal",
          "serving",
          "config.yaml",
          "config",
          "status",
          "telemetry",
          "rpc",
          "rpc.data",
          "rpc.admin",
          "rpc.oip",
          "http"),
      row("demo", "split", "gate", "rollout", "server", "client"),
      row("demo.chart"),
      row("demo.report", "demo", "demo.chart", "client"),
      row("cli.console", "client"),
      row("cli.data", "events", "cli.console", "client"),
      row("cli.admin", "cli.console", "client"),
      row("cli.rollout", "cli.console", "cli.admin", "client"),
      row(
          "cli.local",
          "model",
          "onnx",
          "repository",
          "triton",
          "split",
          "feedback.quality",
          "gate",
          "rollout",
          "events",
          "replay",
          "forecast",
          "access",
          "control",
          "journal",
          "config.yaml",
          "config",
          "server",
          "cli.console",
          "client"),
      row(
          "cli.deploy",
          "tensor",
          "model",
          "onnx",
          "repository",
          "triton",
          "cli.console",
          "cli.admin",
          "cli.rollout",
          "cli.local",
          "client"),
      row(
          "cli.demo",
          "onnx",
          "server",
          "demo",
          "demo.report",
          "cli.console",
          "cli.rollout",
          "client"),
      row(
          "cli",
          "cli.console",
          "cli.data",
          "cli.admin",
          "cli.rollout",
          "cli.local",
          "cli.deploy",
          "cli.demo"));

  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.serin");

  @Test
  void packages_areThoseOfTheTable() {
    var packages = classes.stream()
        .filter(type -> type.getSource().toString().contains("/server/"))
        .map(ArchitectureTest::packageName)
        .collect(Collectors.toCollection(TreeSet::new));

    assertThat(packages).isEqualTo(new TreeSet<>(TABLE.keySet()));
  }

  @Test
  void imports_areThoseOfTheTable() {
    var offences = new TreeMap<String, Set<String>>();
    for (var type : classes) {
      var allowed = TABLE.get(packageName(type));
      if (allowed == null) {
        continue;
      }
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        var target = dependency.getTargetClass();
        boolean ours = target.getPackageName().startsWith(BASE);
        if (ours
            && !packageName(target).equals(packageName(type))
            && !allowed.contains(packageName(target))) {
          offences
              .computeIfAbsent(packageName(type), name -> new TreeSet<>())
              .add(packageName(target));
        }
      }
    }

    assertThat(offences).isEmpty();
  }

  @Test
  void table_hasNoCycle() {
    var left = new TreeMap<>(TABLE);
    boolean removed = true;
    while (removed) {
      removed =
          left.entrySet().removeIf(row -> row.getValue().stream().noneMatch(left::containsKey));
    }

    assertThat(left).isEmpty();
  }

  @Test
  void onnxRuntime_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.onnx..", "ai.onnxruntime..");
  }

  @Test
  void micrometer_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.telemetry..", "io.micrometer..");
  }

  @Test
  void jetty_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.http..", "org.eclipse.jetty..");
  }

  @Test
  void caffeine_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.feedback..", "com.github.benmanes.caffeine..");
  }

  @Test
  void fastCsv_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.events..", "de.siegmar.fastcsv..");
  }

  @Test
  void jctools_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.judge..", "org.jctools..");
  }

  @Test
  void picocli_isKnownToItsPackageOnly() {
    onlyIn("dev.serin.cli..", "picocli..");
  }

  @Test
  void messagesOfTheState_areKnownToTheCodecOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.serin..")
        .and()
        .resideOutsideOfPackages("dev.serin.codec..", "dev.serin.state.v1..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.serin.state.v1..")
        .check(classes);
  }

  @Test
  void grpc_isKnownToItsPackagesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.serin..")
        .and()
        .resideOutsideOfPackages(
            "dev.serin.rpc..", "dev.serin.client..", "dev.serin.v1..", "dev.serin.inference..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "dev.serin.v1..")
        .check(classes);
  }

  @Test
  void messagesOfTheOpenInferenceProtocol_areKnownToItsPackagesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.serin..")
        .and()
        .resideOutsideOfPackages("dev.serin.rpc..", "dev.serin.triton..", "dev.serin.inference..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.serin.inference..")
        .check(classes);
  }

  private void onlyIn(String home, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(classes);
  }

  private static Map.Entry<String, Set<String>> row(String name, String... imports) {
    return Map.entry(name, Set.of(imports));
  }

  private static String packageName(JavaClass type) {
    return type.getPackageName().substring(BASE.length());
  }
}
