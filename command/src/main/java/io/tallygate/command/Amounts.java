package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Target;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.yaml.Problems;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers and factors as they are given: {@code 2000/hour}, {@code x2}, and for all {@code 2000}.
 */
final class Amounts {

  /** For help. */
  static final String HELP =
      "2000/hour, in the limit's own unit, from 1 to 1,000,000,000; 20 or \"20 in flight\" where it"
          + " is in flight; or x2, x1.5, of the number that would hold without it. There is no 0:"
          + " block the key instead; and no unlimited, for the headers would lie.";

  private static final Pattern FACTOR = Pattern.compile("[x×]([0-9]{1,7}(?:\\.[0-9]{1,3})?)");
  private static final Pattern BARE = Pattern.compile("[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,10}");

  private Amounts() {}

  /** Where a limit stands and how much it is to be. */
  record Given(Target target, Amount amount) {}

  /**
   * Reads an amount for a group, which the policy must have, or for all.
   *
   * @param group {@code all}, GROUP or GROUP/NAME
   */
  static Given parse(KnownLimits policy, String group, String text) {
    boolean isAll = group.equals(Target.ALL.toString());
    Target target = isAll ? Target.ALL : target(policy.limit(group));
    Matcher factor = FACTOR.matcher(text);
    if (factor.matches()) {
      long thousandths = new BigDecimal(factor.group(1)).movePointRight(3).longValueExact();
      return new Given(target, new Amount.Factor(thousandths));
    }
    requireNumber(text);
    if (isAll) {
      require(
          BARE.matcher(text).matches(),
          "limit for all groups must be a factor such as x2, or a number without a unit, as each"
              + " has its own: limit=%s",
          Problems.shown(text));
      return new Given(target, new Amount.Count(bare(text)));
    }
    return new Given(target, new Amount.Count(number(policy.limit(group), text)));
  }

  private static Target target(PublishedLimit limit) {
    return new Target(limit.group(), limit.name());
  }

  private static void requireNumber(String text) {
    require(
        !text.matches("0+([ /].*)?"),
        "limit must be 1 to %s; to stop a key, block it: limit=%s",
        Limit.COUNT_MAX,
        text);
    require(
        !text.toLowerCase(Locale.ROOT).startsWith("unlimited"),
        "limit must be a number, for the headers say it; the most is %s: limit=%s",
        Limit.COUNT_MAX,
        text);
  }

  /** The number of a text that says it as the policy does, with its algorithm or without. */
  private static long number(PublishedLimit published, String text) {
    Limit limit = published.limit();
    LimitText own = LimitText.of(limit);
    if (limit.algorithm() == Algorithm.IN_FLIGHT) {
      return BARE.matcher(text).matches() ? bare(text) : inFlight(published, LimitText.parse(text));
    }
    LimitText number = LimitText.parse(text);
    require(
        number.period().equals(limit.period()) && number.algorithm() != Algorithm.IN_FLIGHT,
        "limit must be per %s, as the policy has it: limit=%s group=%s",
        own.per(),
        number,
        KnownLimits.text(published));
    boolean isPlain = number.algorithm() == Algorithm.FIXED_WINDOW;
    boolean isSame =
        number.algorithm() == limit.algorithm() && number.burst() == burst(own, number);
    require(
        isPlain || isSame,
        "only the number can be another; leave out how it counts: limit=%s policy=%s group=%s",
        number,
        own,
        KnownLimits.text(published));
    return number.count();
  }

  /** What a limit's burst is with another number. */
  private static long burst(LimitText own, LimitText number) {
    return own.algorithm() == Algorithm.SMOOTH
        ? Math.min(own.burst(), number.count())
        : number.count();
  }

  private static long inFlight(PublishedLimit published, LimitText number) {
    require(
        number.algorithm() == Algorithm.IN_FLIGHT,
        "limit must be a number in flight, as the policy has it: limit=%s group=%s",
        number,
        KnownLimits.text(published));
    return number.count();
  }

  private static long bare(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  /** As people read it: with its unit where the policy is known. */
  static String text(Target target, Amount amount, Optional<KnownLimits> policy) {
    if (!(amount instanceof Amount.Count count)) {
      return amount.toString();
    }
    return policy
        .flatMap(limits -> limits.find(target))
        .map(limit -> text(limit, count.count()))
        .orElse(String.format(Locale.ROOT, "%,d", count.count()));
  }

  /** The number may be more than the limit can count since the policy was changed. */
  private static String text(PublishedLimit limit, long count) {
    return LimitText.of(limit.limit().withCount(Math.min(count, limit.countMax()))).toString();
  }
}
