package io.tallygate.gateway.call;

/** Is told of each call once, when it has ended. */
public interface CallObserver {

  /**
   * A call has ended, however it did. Runs on the event loop that carried it, where thousands of
   * others wait: it must be quick, and may neither block nor throw. Event loops call at the same
   * time.
   *
   * @param call what is to be kept of it must be copied: it is gone when this returns
   */
  void ended(EndedCall call);
}
