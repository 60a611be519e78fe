package io.tallygate.command;

import io.tallygate.gateway.key.KeyLimit;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.limiter.policy.LimitOverride;
import io.tallygate.policy.LimitText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of {@code tallygate limit list}.
 *
 * @param group as {@code limit set} takes it
 * @param limit as the policy would write it
 * @param state {@code in force}, {@code ended}, or {@code not in the policy}
 */
record LimitRow(KeyLimit own, String group, String limit, String state) {

  static LimitRow of(KeyLimit own, Optional<KnownLimits> policy, long nowSecond) {
    LimitOverride override = own.override();
    Optional<PublishedLimit> known = policy.flatMap(limits -> limits.byName(override.limit()));
    boolean gone = policy.isPresent() && known.isEmpty();
    return new LimitRow(
        own,
        known.map(KnownLimits::text).orElse(override.limit()),
        known
            .map(limit -> new LimitText(override.count(), limit.period()).toString())
            .orElse(String.format(Locale.ROOT, "%,d", override.count())),
        override.untilSecond() <= nowSecond ? "ended" : gone ? "not in the policy" : "in force");
  }

  /** When it ends; empty for never. */
  String until() {
    long second = own.override().untilSecond();
    return second == LimitOverride.NO_END ? "" : Instant.ofEpochSecond(second).toString();
  }
}
