package dev.serin.rpc;

import dev.serin.access.Principal;

/** The context of an anonymous call, without a listener. */
public final class AnonymousCall {
  private AnonymousCall() {}

  /** Puts this thread into an anonymous call. */
  public static void enter() {
    var unused = new CallerIdentity(Principal.ANONYMOUS).context().attach();
  }
}
