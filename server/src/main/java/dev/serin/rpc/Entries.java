package dev.serin.rpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The entries of a repeated field, found but not read: it is known how many there are before any of
 * them is built. Confined to one thread.
 */
public final class Entries implements Iterable<ByteBuffer> {
  /** How many there may be, whatever the model. */
  static final int MOST = 4_096;

  private final String name;
  private final List<ByteBuffer> entries = new ArrayList<>(1);

  /** Begins without entries of the field of that name. */
  public Entries(String name) {
    this.name = name;
  }

  /** Adds one, or throws INVALID_ARGUMENT if no model could have so many. */
  public void add(ByteBuffer entry) {
    if (entries.size() == MOST) {
      throw StatusTable.invalid(
          name + ": more than " + MOST + " (expected: at most " + MOST + ", whatever the model)");
    }
    entries.add(entry);
  }

  /** Throws INVALID_ARGUMENT if there are more than a model has. */
  public void check(int most) {
    if (entries.size() > most) {
      throw StatusTable.invalid(name + ": " + entries.size() + " (expected: at most " + most
          + ", as many as the model has)");
    }
  }

  /** How many there are. */
  public int count() {
    return entries.size();
  }

  @Override
  public Iterator<ByteBuffer> iterator() {
    return entries.iterator();
  }
}
