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
      row("access"),
      row("stats"),
      row("tensor"),
      row("model", "tensor"),
      row("onnx", "model", "tensor"),
      row("repository", "model", "tensor"),
      row("split", "model"),
      row("feedback.quality", "model", "tensor"),
      row("feedback.id", "feedback.quality", "model"),
      row("feedback", "feedback.id", "feedback.quality", "model", "tensor"),
      row("gate", "stats", "model"),
      row("judge", "gate", "feedback", "model"),
      row("rollout", "gate", "split"),
      row("forecast", "gate", "rollout", "split"),
      row("events", "gate", "split"),
      row("replay", "events", "gate", "rollout", "split"),
      row("routing", "judge", "split", "model"),
      row("control", "access", "routing", "rollout", "judge", "gate", "split", "model"),
      row(
          "codec",
          "access",
          "control",
          "rollout",
          "judge",
          "gate",
          "split",
          "repository",
          "model",
          "state.v1"),
      row(
          "journal",
          "codec",
          "control",
          "rollout",
          "feedback",
          "judge",
          "gate",
          "repository",
          "split",
          "model"),
      row("serving", "routing", "judge", "gate", "split", "model", "feedback", "tensor"),
      row("config.yaml"),
      row("config", "config.yaml", "feedback", "feedback.quality", "split", "gate", "rollout"),
      row(
          "telemetry",
          "serving",
          "control",
          "rollout",
          "judge",
          "gate",
          "routing",
          "split",
          "feedback",
          "feedback.quality",
          "model",
          "stats"),
      row("rpc", "access", "tensor", "model", "serving", "v1"),
      row("rpc.data", "rpc", "serving", "feedback", "feedback.quality", "model", "tensor", "v1"),
      row(
          "rpc.admin",
          "rpc",
          "access",
          "control",
          "rollout",
          "routing",
          "telemetry",
          "feedback",
          "judge",
          "feedback.quality",
          "gate",
          "split",
          "stats",
          "model",
          "tensor",
          "v1"),
      row("http"),
      row(
          "server",
          "access",
          "config",
          "config.yaml",
          "control",
          "events",
          "feedback",
          "feedback.id",
          "feedback.quality",
          "gate",
          "http",
          "journal",
          "judge",
          "model",
          "onnx",
          "repository",
          "rollout",
          "routing",
          "rpc",
          "rpc.admin",
          "rpc.data",
          "serving",
          "split",
          "telemetry",
          "tensor"),
      row("demo", "client", "server", "gate", "rollout", "split"),
      row("demo.chart"),
      row("demo.report", "demo", "demo.chart", "client"),
      row("cli.console", "client"),
      row("cli.data", "cli.console", "client", "events"),
      row("cli.admin", "cli.console", "client"),
      row("cli.rollout", "cli.admin", "cli.console", "client"),
      row(
          "cli.local",
          "cli.console",
          "client",
          "config",
          "config.yaml",
          "control",
          "events",
          "feedback.quality",
          "forecast",
          "gate",
          "journal",
          "model",
          "onnx",
          "replay",
          "repository",
          "rollout",
          "server",
          "split"),
      row(
          "cli.demo",
          "cli.rollout",
          "cli.console",
          "client",
          "demo",
          "demo.report",
          "onnx",
          "server"),
      row("cli", "cli.console", "cli.data", "cli.admin", "cli.rollout", "cli.local", "cli.demo"));

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
        .resideOutsideOfPackages("dev.serin.rpc..", "dev.serin.client..", "dev.serin.v1..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "dev.serin.v1..")
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
