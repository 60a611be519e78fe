package io.tallygate.policy.door;

import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decider;
import io.tallygate.limiter.LimitSet;
import io.tallygate.limiter.Limiter;
import io.tallygate.limiter.LimiterConfig;
import io.tallygate.limiter.clock.Ticker;
import io.tallygate.limiter.policy.Eviction;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.Gate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The limits of client addresses, in a table of their own, so that strangers cannot crowd out a
 * key's counters: failures to show a key, calls of open endpoints, calls with unproven tokens.
 * Where the table is full the counter that ends first makes room. Thread-safe.
 */
public final class AddressLimits implements AutoCloseable {

  /** Calls with tokens that the upstream has not proven, per address. */
  private static final Limit UNPROVEN = new Limit("unproven-tokens", 60, Duration.ofMinutes(1));

  private static final int ADDRESSES_MAX = 1 << 16;
  private static final int SLOTS = 4 * ADDRESSES_MAX; // three counters an address, at most 3/4 full

  private final Limiter limiter;
  private final Decider decider;
  private final LimitSet failures;
  private final LimitSet open;
  private final LimitSet unproven;

  public AddressLimits(Ticker ticker) {
    this.limiter =
        new Limiter(
            LimiterConfig.DEFAULT
                .withCounters(SLOTS)
                .withEviction(Eviction.OLDEST)
                .withTicker(ticker));
    this.decider = Decider.of(limiter);
    this.failures = only(Gate.FAILURES);
    this.open = only(Gate.OPEN);
    this.unproven = only(UNPROVEN);
  }

  private LimitSet only(Limit limit) {
    Group group = Group.of(limit.name(), List.of(limit), List.of());
    return limiter.limits(group, WindowStart.FIRST_CALL);
  }

  public Decider decider() {
    return decider;
  }

  public LimitSet failures() {
    return failures;
  }

  public LimitSet open() {
    return open;
  }

  public LimitSet unproven() {
    return unproven;
  }

  /** The caller that an address is: IPv6 by its /64, for one household owns all of it. */
  public Caller caller(InetAddress address) {
    return limiter.caller(Caller.Kind.ADDRESS, id(address), List.of());
  }

  /** What names an address as a caller. */
  public static String id(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    StringBuilder id = new StringBuilder(24);
    for (int i = 0; i < 8; i += 2) {
      id.append(Integer.toHexString(((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff))).append(':');
    }
    return id.append(":/64").toString();
  }

  @Override
  public void close() {
    limiter.close();
  }
}
