package dev.serin.journal;

import dev.serin.control.StateStore;
import dev.serin.control.StateStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The journal as a store, over a folder on disk. */
class JournalContractTest extends StateStoreContract {
  @TempDir
  private Path path;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var resource : opened) {
      resource.close();
    }
  }

  @Override
  protected StateStore empty() throws IOException {
    var folder = StateFolder.open(path);
    opened.add(folder);
    return open(folder);
  }

  @Override
  protected StateStore reopened(StateStore closed) throws IOException {
    return open((StateFolder) opened.get(0));
  }

  private Journal open(StateFolder folder) throws IOException {
    var journal = Journal.open(folder);
    opened.add(journal);
    return journal;
  }
}
