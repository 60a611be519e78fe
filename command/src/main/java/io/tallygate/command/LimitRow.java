package io.tallygate.command;

import io.tallygate.gateway.key.LimitGrant;
import io.tallygate.gateway.key.LimitRule;
import io.tallygate.gateway.key.Term;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of {@code tallygate limit list}.
 *
 * @param limit as the policy would write it, or a factor
 * @param state {@code in force}, {@code to come}, {@code ended}, or {@code not in the policy}
 */
record LimitRow(LimitGrant own, String limit, String state) {

  static LimitRow of(LimitGrant own, Optional<KnownLimits> policy, long nowSecond) {
    LimitRule rule = own.rule();
    return new LimitRow(
        own, Amounts.text(rule.target(), rule.amount(), policy), state(rule, policy, nowSecond));
  }

  private static String state(LimitRule rule, Optional<KnownLimits> policy, long nowSecond) {
    if (rule.term().untilSecond() <= nowSecond) {
      return "ended";
    }
    if (policy.isPresent()
        && !rule.target().isAll()
        && policy.get().find(rule.target()).isEmpty()) {
      return "not in the policy";
    }
    return rule.term().contains(nowSecond) ? "in force" : "to come";
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
