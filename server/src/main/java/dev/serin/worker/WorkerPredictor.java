package dev.serin.worker;

import dev.serin.model.NoRoomException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A version in a worker. Thread-safe, but {@link #close} must come after the last run. */
final class WorkerPredictor implements Predictor {
  private final WorkerProcess process;
  private final Description description;
  private final Duration longest;
  private final ThreadLocal<Elsewhere> elsewhere = ThreadLocal.withInitial(Elsewhere::new);

  /** What runs for one thread have taken, in nanoseconds. */
  private static final class Elsewhere {
    /** In the worker. */
    private long worked;
    /** On the way there and back. */
    private long way;
  }

  /**
   * Returns a version that a process has loaded.
   *
   * @param longest how long a run may take at most
   */
  WorkerPredictor(WorkerProcess process, Description description, Duration longest) {
    this.process = process;
    this.description = description;
    this.longest = longest;
  }

  @Override
  public Signature signature() {
    return description.signature();
  }

  @Override
  public List<String> notes() {
    return description.notes();
  }

  @Override
  public Vocabulary vocabulary() {
    return description.vocabulary();
  }

  @Override
  public OptionalLong process() {
    return OptionalLong.of(process.pid());
  }

  @Override
  public Optional<ProcessEndedException> ended() {
    return process.ended();
  }

  @Override
  public void whenEnded(Consumer<ProcessEndedException> listener) {
    process.watch().whenEnded(listener);
  }

  @Override
  public void warmedUp() {
    process.watch().serves();
  }

  @Override
  public LongSupplier work(LongSupplier ofThread) {
    var own = elsewhere.get();
    return () -> own.worked;
  }

  @Override
  public LongSupplier way() {
    var own = elsewhere.get();
    return () -> own.way;
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    return predict(inputs, requested, longest);
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit)
      throws PredictionException {
    return predict(inputs, requested, limit, bytes -> {});
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    return run(new Runs.Request(false, limit, requested, List.of(inputs)), room).get(0);
  }

  @Override
  public List<Map<String, Tensor>> predict(
      List<Map<String, Tensor>> requests, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    return run(new Runs.Request(true, limit, requested, requests), room);
  }

  private List<Map<String, Tensor>> run(Runs.Request request, LongConsumer room)
      throws PredictionException {
    Connection connection;
    try {
      connection = process.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PredictionException("interrupted", e);
    }
    var run = process.watch().runs().begin(request.inputs().size(), shorter(request.limit()));
    try {
      var answers = run(connection, request, room);
      process.watch().runs().end(run);
      return answers;
    } catch (IOException e) {
      // What was not answered stays among the runs in flight.
      throw process.failed(e);
    } catch (PredictionException | NoRoomException | OutOfMemoryError e) {
      process.watch().runs().end(run);
      throw e;
    } catch (RuntimeException e) {
      throw process.failed(new IOException("a message that cannot be read: " + e, e));
    } finally {
      process.give(connection);
    }
  }

  private Duration shorter(Duration limit) {
    return limit.compareTo(longest) < 0 ? limit : longest;
  }

  private List<Map<String, Tensor>> run(
      Connection connection, Runs.Request request, LongConsumer room)
      throws IOException, PredictionException {
    long start = System.nanoTime();
    var message = connection.message(Runs.leastBytes(request.inputs()));
    request.write(message);
    connection.send(message);
    int bytes = connection.await();
    Message received;
    try {
      room.accept(bytes);
      received = connection.receive(bytes);
    } catch (NoRoomException | OutOfMemoryError e) {
      connection.skip(bytes);
      throw e;
    }
    var reply = Runs.Reply.read(received);
    var answers = detached(reply.answers());
    var own = elsewhere.get();
    own.worked += reply.workedNanos();
    own.way += System.nanoTime() - start - reply.workedNanos();
    return answers;
  }

  private static List<Map<String, Tensor>> detached(List<Map<String, Tensor>> answers) {
    var own = new ArrayList<Map<String, Tensor>>(answers.size());
    for (var answer : answers) {
      var tensors = new LinkedHashMap<String, Tensor>();
      answer.forEach((name, tensor) -> tensors.put(name, tensor.detached()));
      own.add(tensors);
    }
    return own;
  }

  @Override
  public void close() {
    process.close();
  }
}
