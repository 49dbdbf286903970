package dev.serin.rpc;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/** Writes one protobuf message by hand. Confined to one thread. */
public interface MessageWriter {
  /** The bytes of the message. */
  int size();

  /** Writes the message; to be called once. */
  void write(CodedOutputStream out) throws IOException;
}
