package io.tallygate.gateway.proxy;

import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.limiter.Call;
import io.tallygate.limiter.Caller;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.LimitState;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.page.KeyUsage;
import io.tallygate.policy.page.KeyUsage.Counter;
import io.tallygate.policy.page.KeyUsage.OwnLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the counters of a key that the page lists, one after the other, and counts nothing. Lives
 * on one event loop, which no store's answer may hold up.
 */
final class UsageReading {

  private final Exchange exchange;
  private final Caller caller;
  private final Consumer<KeyUsage> then;
  private final List<RunningPolicy.KeyCounter> listed;
  private final List<Counter> counters = new ArrayList<>();
  private final Decision decision = new Decision(); // the exchange's shows the page's own limit
  private boolean asking;
  private boolean answered;

  private UsageReading(Exchange exchange, Caller caller, Consumer<KeyUsage> then) {
    this.exchange = exchange;
    this.caller = caller;
    this.then = then;
    this.listed = exchange.policy().listed();
  }

  /**
   * Reads.
   *
   * @param then runs once, on the same event loop; at once or later
   */
  static void start(Exchange exchange, Caller caller, Consumer<KeyUsage> then) {
    new UsageReading(exchange, caller, then).read();
  }

  /** A loop where decisions come at once, for there may be thousands; else one step of it. */
  private void read() {
    do {
      if (counters.size() == listed.size()) {
        then.accept(new KeyUsage(caller.id(), exchange.nowSecond(), counters));
        return;
      }
      answered = false;
      asking = true;
      Call peek = Call.peek(caller, listed.get(counters.size()).limits());
      exchange.context().decider().decide(peek, decision, this::take);
      asking = false;
    } while (answered);
  }

  private void take() {
    RunningPolicy.KeyCounter counter = listed.get(counters.size());
    List<OwnLimit> own = new ArrayList<>();
    List<LimitState> states = decision.copy().limits();
    for (int i = 0; i < states.size(); i++) {
      own.add(new OwnLimit(own(counter.limits().limit(i)), states.get(i)));
    }
    counters.add(new Counter(counter.group(), counter.endpoints(), own));
    answered = true;
    if (!asking) {
      read();
    }
  }

  /** The limit with the caller's number, which of a smooth limit no decision names. */
  private Limit own(Limit limit) {
    long most = PublishedLimit.countMax(limit);
    return caller.overrides().stream()
        .filter(override -> override.limit().equals(limit.name()))
        .filter(override -> exchange.nowSecond() < override.untilSecond())
        .findFirst()
        .map(override -> limit.withCount(Math.min(override.count(), most)))
        .orElse(limit);
  }
}
