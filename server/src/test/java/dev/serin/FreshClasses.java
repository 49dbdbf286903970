package dev.serin;

import java.io.IOException;
import java.io.InputStream;

/**
 * Loads the classes of Serin anew, so that none of them is initialised yet, as in a new process.
 * Generated messages and everything else are those of the test.
 */
public final class FreshClasses extends ClassLoader {
  private static final String SERIN = "dev.serin.";

  /** Makes a loader that has loaded nothing yet. */
  public FreshClasses() {
    super(FreshClasses.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(SERIN) || name.startsWith(SERIN + "v1.") || name.contains(".state.v1.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = file.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
