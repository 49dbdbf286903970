package dev.serin.rpc;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes answers straight into the transport's buffers. */
public final class WrittenMessages<T extends MessageWriter> implements Marshaller<T> {
  /** The largest buffer between an answer and the transport; longer elements pass by it. */
  private static final int BUFFER_BYTES = 4 << 10;

  @Override
  public InputStream stream(T answer) {
    return new Message(answer);
  }

  @Override
  public T parse(InputStream message) {
    throw new UnsupportedOperationException("answers are only written");
  }

  /** The bytes of a message. Confined to one thread. */
  private static final class Message extends InputStream implements Drainable, KnownLength {
    private final MessageWriter message;
    private final int size;
    /** The bytes, if they are read and not drained. */
    private @Nullable ByteArrayInputStream bytes;

    Message(MessageWriter message) {
      this.message = message;
      this.size = message.size();
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      if (bytes != null) {
        return Math.toIntExact(bytes.transferTo(target));
      }
      var out = CodedOutputStream.newInstance(target, Math.min(size, BUFFER_BYTES));
      message.write(out);
      out.flush();
      bytes = new ByteArrayInputStream(new byte[0]);
      return size;
    }

    @Override
    public int available() {
      return bytes == null ? size : bytes.available();
    }

    @Override
    public int read() throws IOException {
      return bytes().read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes().read(target, offset, length);
    }

    private InputStream bytes() throws IOException {
      if (bytes == null) {
        var all = new ByteArrayOutputStream(size);
        int unused = drainTo(all);
        bytes = new ByteArrayInputStream(all.toByteArray());
      }
      return bytes;
    }
  }
}
