package dev.serin.worker;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fields of a message, written and read in the same order. Confined to one thread. */
final class Message {
  private static final DataType[] TYPES = DataType.values();

  private ByteBuffer buffer;

  Message(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Ends writing: puts the length in front, and returns all bytes. */
  ByteBuffer finish() {
    buffer.flip();
    return buffer.putInt(0, buffer.limit() - Integer.BYTES);
  }

  Message number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  long number() {
    return buffer.getLong();
  }

  Message text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
    return this;
  }

  String text() {
    var bytes = new byte[buffer.getInt()];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  <T> Message list(Iterable<T> elements, Consumer<T> each) {
    int at = room(Integer.BYTES).position();
    buffer.putInt(0);
    int count = 0;
    for (var element : elements) {
      each.accept(element);
      count++;
    }
    buffer.putInt(at, count);
    return this;
  }

  <T> List<T> list(Supplier<T> each) {
    int count = buffer.getInt();
    var list = new ArrayList<T>(Math.min(count, buffer.remaining()));
    for (int i = 0; i < count; i++) {
      list.add(each.get());
    }
    return list;
  }

  Message texts(Iterable<String> texts) {
    return list(texts, this::text);
  }

  List<String> texts() {
    return list(this::text);
  }

  /** Writes sizes, or that there may be any number of them. */
  Message shape(Shape shape) {
    room(Integer.BYTES + Long.BYTES * shape.rank());
    buffer.putInt(shape.hasRank() ? shape.rank() : -1);
    for (int i = 0; i < shape.rank(); i++) {
      buffer.putLong(shape.size(i));
    }
    return this;
  }

  Shape shape() {
    int rank = buffer.getInt();
    if (rank < 0) {
      return Shape.ANY_SHAPE;
    }
    var sizes = new long[rank];
    for (int i = 0; i < rank; i++) {
      sizes[i] = buffer.getLong();
    }
    return Shape.of(sizes);
  }

  @SuppressWarnings("EnumOrdinal") // both ends are the same program
  Message type(DataType type) {
    room(1).put((byte) type.ordinal());
    return this;
  }

  DataType type() {
    return TYPES[buffer.get()];
  }

  Message tensors(Map<String, Tensor> tensors) {
    return list(tensors.entrySet(), entry -> {
      var tensor = entry.getValue();
      text(entry.getKey()).type(tensor.type()).shape(tensor.shape());
      room(Integer.BYTES + tensor.bytes()).putInt(tensor.bytes()).put(tensor.sharedData());
    });
  }

  /** Reads tensors over this message's bytes, which last as long as the message. */
  Map<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (int left = buffer.getInt(); left > 0; left--) {
      var name = text();
      var type = type();
      var shape = shape();
      int bytes = buffer.getInt();
      tensors.put(name, Tensor.of(type, shape, buffer.slice(buffer.position(), bytes)));
      buffer.position(buffer.position() + bytes);
    }
    return tensors;
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(buffer.capacity() * 2, Math.addExact(buffer.position(), bytes));
      var larger = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
