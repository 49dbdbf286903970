package dev.serin.rpc;

import dev.serin.access.Principal;

/** The context of a call that no listener has taken. */
public final class AnonymousCall {
  private AnonymousCall() {}

  /** Makes this thread serve an anonymous call from now on. */
  public static void enter() {
    var unused = new CallerIdentity(Principal.ANONYMOUS).context().attach();
  }
}
