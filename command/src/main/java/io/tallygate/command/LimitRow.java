package io.tallygate.command;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Term;
import io.tallygate.policy.LimitText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of {@code tallygate limit list}.
 *
 * @param limit as the policy would write it, or a factor
 * @param state {@code in force}, {@code to come}, {@code ended}, or {@code not in the policy}
 */
record LimitRow(LimitGrant own, String limit, String state) {

  static LimitRow of(LimitGrant own, Optional<KnownLimits> policy, long nowSecond) {
    Optional<PublishedLimit> known = policy.flatMap(limits -> limits.find(own.rule().target()));
    boolean gone = policy.isPresent() && known.isEmpty() && !own.rule().target().isAll();
    return new LimitRow(own, limit(own.rule().amount(), known), state(own, gone, nowSecond));
  }

  private static String limit(Amount amount, Optional<PublishedLimit> known) {
    if (amount instanceof Amount.Count number) {
      return known
          .map(limit -> new LimitText(number.count(), limit.period()).toString())
          .orElse(String.format(Locale.ROOT, "%,d", number.count()));
    }
    return amount.toString();
  }

  private static String state(LimitGrant own, boolean gone, long nowSecond) {
    Term term = own.rule().term();
    if (term.untilSecond() <= nowSecond) {
      return "ended";
    }
    if (gone) {
      return "not in the policy";
    }
    return term.contains(nowSecond) ? "in force" : "to come";
  }

  /** When it begins; empty for since ever. */
  String from() {
    long second = own.rule().term().fromSecond();
    return second == 0 ? "" : Instant.ofEpochSecond(second).toString();
  }

  /** When it ends; empty for never. */
  String until() {
    long second = own.rule().term().untilSecond();
    return second == Term.NO_END ? "" : Instant.ofEpochSecond(second).toString();
  }
}
