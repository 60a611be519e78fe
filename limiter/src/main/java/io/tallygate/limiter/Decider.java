package io.tallygate.limiter;

/**
 * Where a server asks for decisions, whatever stands behind: a table in this process, or a store
 * that many share.
 */
public interface Decider {

  /**
   * Decides a call.
   *
   * @param into is filled before {@code then} runs, and belongs to the decider until then
   * @param then runs once, on the thread or event loop that called; at once, or later
   */
  void decide(Call call, Decision into, Runnable then);

  /**
   * Gives the units of an admitted call back, because the call was never sent. Only to the windows
   * that were charged: what has ended since stays as it is. The decision shows the units again.
   */
  void giveBack(Decision decision);

  /**
   * Says that an admitted call has ended, however it did: its places in flight are free again.
   * Nothing else comes back. A second time, or for a call that holds none, it does nothing.
   */
  void end(Decision decision);

  /** Decisions by a limiter in this process. */
  static Decider of(Limiter limiter) {
    return new Decider() {
      @Override
      public void decide(Call call, Decision into, Runnable then) {
        limiter.decide(call, into);
        then.run();
      }

      @Override
      public void giveBack(Decision decision) {
        limiter.giveBack(decision);
      }

      @Override
      public void end(Decision decision) {
        limiter.end(decision);
      }
    };
  }
}
