package dev.serin.rpc;

import static java.util.Objects.requireNonNull;

import dev.serin.access.Author;
import dev.serin.access.Principal;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * The principal that makes a call, in the call's context.
 *
 * <p>As an interceptor it gives every call of a listener the same principal.
 */
public final class CallerIdentity implements ServerInterceptor {
  private static final Context.Key<Principal> PRINCIPAL = Context.key("serin-principal");

  private final Principal principal;

  CallerIdentity(Principal principal) {
    this.principal = principal;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return Contexts.interceptCall(context(), call, headers, next);
  }

  /** Returns the current context with the principal in it. */
  Context context() {
    return Context.current().withValue(PRINCIPAL, principal);
  }

  /**
   * Returns the author of a change that the current call asks for. The listener must have put a
   * principal into the call's context.
   *
   * @param claimed the name that the caller claims
   */
  public static Author author(String claimed) {
    return new Author(claimed, requireNonNull(PRINCIPAL.get(), "principal"));
  }
}
