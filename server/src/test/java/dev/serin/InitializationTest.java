package dev.serin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whichever class is met first, no constant is half made. Two classes that need each other while
 * they are initialised see nulls in one order and none in the other.
 */
class InitializationTest {
  private static final Path CLASSES = Path.of("target", "classes");

  /** The classes that make something when they are initialised. */
  static Stream<String> makers() throws IOException {
    return classes().filter(InitializationTest::makes);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void initialize_eachClassFirst_leavesNoConstantHalfMade(String first) throws Exception {
    var loader = new FreshClasses();

    var met = new ArrayList<Class<?>>();
    met.add(Class.forName(first, /* initialize= */ true, loader));
    for (var name : neighbours(first).toList()) {
      met.add(Class.forName(name, /* initialize= */ true, loader));
    }

    for (var type : met) {
      for (var constant : constants(type).toList()) {
        constant.setAccessible(true);
        assertWhole(constant.get(null), type.getSimpleName() + "." + constant.getName());
      }
    }
  }

  private static Stream<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** The makers of the same package. */
  private static Stream<String> neighbours(String name) throws IOException {
    var prefix = name.substring(0, name.lastIndexOf('.') + 1);
    return makers()
        .filter(other -> other.startsWith(prefix) && other.indexOf('.', prefix.length()) < 0);
  }

  private static boolean makes(String name) {
    try {
      var type = Class.forName(name, false, InitializationTest.class.getClassLoader());
      return type.isEnum() || constants(type).findAny().isPresent();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is made when a class is initialised, but for what belongs to libraries. */
  private static Stream<Field> constants(Class<?> type) {
    return Stream.of(type.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers())
            && Modifier.isFinal(field.getModifiers())
            && !field.isSynthetic()
            && !field.getType().isPrimitive()
            && field.getType() != String.class
            && field.getType() != org.slf4j.Logger.class);
  }

  private static void assertWhole(Object value, String name) throws Exception {
    assertThat(value).as(name).isNotNull();
    if (value instanceof Record made && made.getClass().getName().startsWith("dev.serin.")) {
      for (RecordComponent component : made.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        assertWhole(component.getAccessor().invoke(made), name + "." + component.getName());
      }
    } else if (value instanceof Collection<?> parts) {
      for (var part : List.copyOf(parts)) {
        assertWhole(part, name);
      }
    } else if (value instanceof Map<?, ?> parts) {
      assertWhole(List.copyOf(parts.values()), name);
    } else if (value instanceof Optional<?> part && part.isPresent()) {
      assertWhole(part.get(), name);
    }
  }
}
