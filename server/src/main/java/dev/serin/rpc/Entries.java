package dev.serin.rpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The entries of a repeated field as views of the message: they can be counted before any is built.
 * Confined to one thread.
 */
public final class Entries implements Iterable<ByteBuffer> {
  /** The most entries for any model. */
  static final int MOST = 4_096;

  private final String name;
  private final List<ByteBuffer> entries = new ArrayList<>(1);

  /** Starts without entries; the name of the field is for messages. */
  public Entries(String name) {
    this.name = name;
  }

  /** Adds an entry; throws INVALID_ARGUMENT above {@link #MOST}. */
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

  /** The number of entries. */
  public int count() {
    return entries.size();
  }

  @Override
  public Iterator<ByteBuffer> iterator() {
    return entries.iterator();
  }
}
