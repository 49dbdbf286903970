package dev.serin.worker;

import dev.serin.model.NoRoomException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
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
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A version in a worker. Thread-safe, but {@link #close} must come after the last run. */
final class WorkerPredictor implements Predictor {
  private static final Duration UNLIMITED = Duration.ofDays(365);

  private final WorkerProcess process;
  private final Description description;
  /** The processor time that runs for this thread have taken in the worker. */
  private final ThreadLocal<long[]> workedElsewhere = ThreadLocal.withInitial(() -> new long[1]);

  WorkerPredictor(WorkerProcess process, Description description) {
    this.process = process;
    this.description = description;
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
  public Optional<PredictionException> ended() {
    return process.ended();
  }

  @Override
  public LongSupplier work(LongSupplier own) {
    var elsewhere = workedElsewhere.get();
    return () -> own.getAsLong() + elsewhere[0];
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    return predict(inputs, requested, UNLIMITED);
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
    try {
      return run(connection, request, room);
    } catch (IOException e) {
      throw process.failed(e);
    } finally {
      process.give(connection);
    }
  }

  private List<Map<String, Tensor>> run(
      Connection connection, Runs.Request request, LongConsumer room)
      throws IOException, PredictionException {
    var message = connection.message(Runs.leastBytes(request.inputs()));
    request.write(message);
    connection.send(message);
    int bytes = connection.await();
    try {
      room.accept(bytes);
    } catch (NoRoomException e) {
      connection.skip(bytes);
      throw e;
    }
    var reply = Runs.Reply.read(connection.receive(bytes));
    workedElsewhere.get()[0] += reply.cpuNanos();
    return detached(reply.answers());
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
