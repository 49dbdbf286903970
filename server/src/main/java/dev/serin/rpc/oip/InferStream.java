package dev.serin.rpc.oip;

import dev.serin.rpc.UnreadableException;
import dev.serin.serving.CallBytes;
import dev.serin.serving.Caller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Requests arrive on the transport's thread, and runners end them in any order. Whoever changes
 * something calls advance(), and one of them at a time sends what can be sent: the answers at the
 * head of the queue, as long as the caller reads them. Each request has an account of its own for its
 * bytes, as the stream's goes on.
 */

/**
 * One stream of requests, which are answered in their order. At most {@link #MOST} are requested
 * and not answered yet, so a caller that does not read its answers is not read from.
 */
final class InferStream implements StreamObserver<InferMessage> {
  /** The most requests that are in flight, or answered and not sent. */
  static final int MOST = 64;

  /** The bytes of such requests, and of their answers, above which no further one is read. */
  static final long MOST_BYTES = 8 << 20;

  private static final Logger log = LoggerFactory.getLogger(InferStream.class);

  private final ServerCallStreamObserver<StreamAnswer> observer;
  private final BiConsumer<InferMessage, Request> server;
  private final boolean grpcErrors;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  /** How many threads have asked for {@link #advance} since it began. */
  private final AtomicInteger asked = new AtomicInteger();

  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong openBytes = new AtomicLong();
  private volatile boolean awaited;
  private volatile boolean complete;
  private volatile boolean ended;

  /**
   * Starts a stream.
   *
   * @param server serves a request, which is its own reply
   * @param grpcErrors whether the first error ends the stream, instead of being an answer
   */
  InferStream(
      ServerCallStreamObserver<StreamAnswer> observer,
      BiConsumer<InferMessage, Request> server,
      boolean grpcErrors) {
    this.observer = observer;
    this.server = server;
    this.grpcErrors = grpcErrors;
    observer.disableAutoRequest();
    observer.setOnReadyHandler(this::advance);
    observer.setOnCancelHandler(this::end);
    observer.setOnCloseHandler(this::end);
  }

  @Override
  public void onNext(InferMessage message) {
    var request = new Request(message, message.bytes().room().another());
    open.incrementAndGet();
    openBytes.addAndGet(request.bytes());
    requests.add(request);
    awaited = false;
    server.accept(message, request);
    advance();
  }

  @Override
  public void onError(Throwable cancelled) {
    end();
  }

  @Override
  public void onCompleted() {
    complete = true;
    advance();
  }

  /** Lets all requests go: the stream is closed. */
  private void end() {
    ended = true;
    advance();
  }

  private void advance() {
    if (asked.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      step();
      seen = asked.addAndGet(-seen);
    } while (seen > 0);
  }

  private void step() {
    if (!ended) {
      try {
        send();
      } catch (RuntimeException | Error e) {
        // The answer could not be written, which closes the stream.
        log.debug("cannot answer on a stream", e);
        ended = true;
      }
    }
    if (ended) {
      for (var left = requests.poll(); left != null; left = requests.poll()) {
        left.leave();
      }
    }
  }

  private void send() {
    var head = requests.peek();
    while (!ended && head != null && head.isDone() && observer.isReady()) {
      requests.remove();
      open.decrementAndGet();
      openBytes.addAndGet(-head.bytes());
      send(head);
      head = requests.peek();
    }
    if (ended) {
      return;
    }
    if (complete && head == null) {
      ended = true;
      observer.onCompleted();
    } else if (!complete && !awaited && open.get() < MOST && openBytes.get() < MOST_BYTES) {
      awaited = true;
      observer.request(1);
    }
  }

  private void send(Request request) {
    try {
      var failure = request.failure;
      if (failure != null && grpcErrors) {
        ended = true;
        observer.onError(failure);
      } else {
        observer.onNext(request.message());
      }
    } finally {
      request.room.left();
    }
  }

  /** A request on the stream. */
  final class Request implements Inference.Reply {
    private final String id;
    private final int requestBytes;
    private final CallBytes room;
    private final Caller caller = new Caller();
    private volatile int answerBytes;
    private volatile @Nullable InferAnswer answer;
    private volatile @Nullable StatusRuntimeException failure;

    private Request(InferMessage message, CallBytes room) {
      this.id = id(message);
      this.requestBytes = message.bytes().length();
      this.room = room;
    }

    /** The account of its bytes. */
    CallBytes room() {
      return room;
    }

    Caller caller() {
      return caller;
    }

    @Override
    public void answer(InferAnswer answered) {
      if (ended) {
        return;
      }
      int size = StreamAnswer.of(answered).size();
      if (!room.answer(size)) {
        throw room.refused(size);
      }
      openBytes.addAndGet(size);
      answerBytes = size;
      answer = answered;
      advance();
    }

    @Override
    public void refuse(StatusRuntimeException error) {
      failure = error;
      advance();
    }

    /** The bytes of the request, and of the answer once there is one. */
    private long bytes() {
      return (long) requestBytes + answerBytes;
    }

    private boolean isDone() {
      return answer != null || failure != null;
    }

    private StreamAnswer message() {
      var answered = answer;
      if (answered != null) {
        return StreamAnswer.of(answered);
      }
      var status = failure == null ? Status.UNKNOWN : failure.getStatus();
      return StreamAnswer.error(text(status), id);
    }

    private static String text(Status status) {
      var description = status.getDescription();
      return description == null ? status.getCode().name() : description;
    }

    /** The id of the request; empty if it cannot be read. */
    String id() {
      return id;
    }

    private static String id(InferMessage message) {
      try {
        return message.id();
      } catch (UnreadableException | StatusRuntimeException refused) {
        return "";
      }
    }

    /** Gives up on it, and on its bytes once it is no longer served. */
    private void leave() {
      caller.leave();
      room.left();
    }
  }
}
