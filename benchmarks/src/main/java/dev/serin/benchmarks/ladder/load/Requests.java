package dev.serin.benchmarks.ladder.load;

import dev.serin.benchmarks.ladder.models.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The encoded requests of many users, in turn; users share the rows. Thread-safe. */
public final class Requests {
  /** So many different users call, so that a split has something to split. */
  private static final int USERS = 1_000;

  private final Protocol protocol;
  private final List<Request> requests;

  private Requests(Protocol protocol, List<Request> requests) {
    this.protocol = protocol;
    this.requests = requests;
  }

  /** Encodes requests whose replies must be the model's outputs. */
  public static Requests of(Protocol protocol, Rows rows) {
    return encode(protocol, rows, rows.outputs());
  }

  /** Encodes requests whose replies must be zeros, as many as the model's outputs. */
  public static Requests echoes(Rows rows) {
    var zeros = rows.outputs().stream().map(output -> new float[output.length]).toList();
    return encode(Protocol.SERIN, rows, zeros);
  }

  private static Requests encode(Protocol protocol, Rows rows, List<float[]> expected) {
    var tails = rows.inputs().stream()
        .map(row -> protocol.tail(rows.model(), littleEndian(row)))
        .toList();
    var requests = new ArrayList<Request>();
    for (int user = 0; user < USERS; user++) {
      var head = protocol.head(rows.model(), "user-" + user);
      int row = user % tails.size();
      requests.add(Request.of(head, tails.get(row), expected.get(row)));
    }
    return new Requests(protocol, requests);
  }

  Protocol protocol() {
    return protocol;
  }

  /** Returns the request with this number, counted beyond the last user. */
  Request get(int number) {
    return requests.get(Math.floorMod(number, USERS));
  }

  private static byte[] littleEndian(float[] row) {
    var bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(row);
    return bytes.array();
  }
}
