package dev.serin.benchmarks.ladder.rungs;

import com.google.protobuf.ByteString;
import dev.serin.v1.PredictResponse;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.stub.StreamObserver;

/**
 * A call that waits for a run.
 *
 * @param loop the event loop of its connection
 */
record QueuedCall(ByteString input, StreamObserver<PredictResponse> observer, EventLoop loop) {}
