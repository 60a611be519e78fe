package io.tallygate.servlet;

import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.door.AddressLimits;
import io.tallygate.policy.door.PolicyLimits;
import java.net.InetAddress;
import java.util.List;

/** The only place that asks limiters: one for keys, one for addresses. Thread-safe. */
final class Counters implements AutoCloseable {

  private final Limiter limiter;
  private final AddressLimits addresses;

  Counters(LimiterConfig config) {
    this.limiter = new Limiter(config);
    this.addresses = new AddressLimits(config.ticker());
  }

  /** What a call is counted for, and by which limits. */
  sealed interface Counted {

    /** A key, by the limits of what it calls. */
    record Key(String id, LimitSet limits) implements Counted {}

    /** An address that calls an open endpoint, or asks for another origin. */
    record Open(InetAddress address) implements Counted {}

    /** An address that shows no valid key. */
    record Failure(InetAddress address) implements Counted {}
  }

  /** Makes a policy ready, and takes over what it says about a full table. */
  Version ready(PolicyFile policy) {
    limiter.onFull(policy.policy().onFull());
    return new Version(policy, new PolicyLimits(policy.policy(), limiter));
  }

  Decision decide(Counted counted, Call.Mode mode) {
    Decision decision = new Decision();
    if (counted instanceof Counted.Key key) {
      Caller caller = limiter.caller(Caller.Kind.KEY, key.id(), List.of());
      limiter.decide(new Call(caller, key.limits(), 1, mode), decision);
    } else if (counted instanceof Counted.Open open) {
      decide(open.address(), addresses.open(), mode, decision);
    } else if (counted instanceof Counted.Failure failure) {
      decide(failure.address(), addresses.failures(), mode, decision);
    }
    return decision;
  }

  private void decide(InetAddress address, LimitSet limits, Call.Mode mode, Decision into) {
    Caller caller = addresses.caller(address);
    addresses.decider().decide(new Call(caller, limits, 1, mode), into, () -> {});
  }

  /** An admitted call has ended: its places in flight are free again. */
  void end(Decision decision) {
    limiter.end(decision);
  }

  @Override
  public void close() {
    limiter.close();
    addresses.close();
  }
}
