package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.gateway.key.Amount;
import io.tallygate.gateway.key.PublishedPolicy.PublishedLimit;
import io.tallygate.gateway.key.Target;
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
      "2000/hour, in the limit's own unit, from 1 to 1,000,000,000; or x2, x1.5, of the number that"
          + " would hold without it. There is no 0: block the key instead; and no unlimited, for"
          + " the headers would lie.";

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
      return new Given(target, new Amount.Count(Long.parseLong(text.replace(",", ""))));
    }
    LimitText number = LimitText.parse(text);
    requirePeriod(number, policy.limit(group));
    return new Given(target, new Amount.Count(number.count()));
  }

  private static Target target(PublishedLimit limit) {
    return new Target(limit.group(), limit.name());
  }

  private static void requireNumber(String text) {
    require(
        !text.matches("0+(/.*)?"),
        "limit must be 1 to %s; to stop a key, block it: limit=%s",
        Limit.COUNT_MAX,
        text);
    require(
        !text.toLowerCase(Locale.ROOT).startsWith("unlimited"),
        "limit must be a number, for the headers say it; the most is %s: limit=%s",
        Limit.COUNT_MAX,
        text);
  }

  private static void requirePeriod(LimitText number, PublishedLimit published) {
    LimitText own = new LimitText(published.count(), published.period());
    require(
        number.period().equals(published.period()),
        "limit must be per %s, as the policy has it: limit=%s group=%s",
        own.per(),
        number,
        KnownLimits.text(published));
  }

  /** As people read it: with its unit where the policy is known. */
  static String text(Target target, Amount amount, Optional<KnownLimits> policy) {
    if (!(amount instanceof Amount.Count count)) {
      return amount.toString();
    }
    return policy
        .flatMap(limits -> limits.find(target))
        .map(limit -> new LimitText(count.count(), limit.period()).toString())
        .orElse(String.format(Locale.ROOT, "%,d", count.count()));
  }
}
