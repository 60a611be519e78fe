package io.tallygate.gateway.coach;

/**
 * What a limit lets through.
 *
 * @param limit units per period; {@link CallNote#NO_LIMIT} if it was not seen
 * @param hourSeconds how long an hour of the policy lasts
 */
record Allowance(long limit, long periodSeconds, long hourSeconds) {

  boolean isKnown() {
    return limit != CallNote.NO_LIMIT;
  }

  /** In an hour; of a limit with a longer period, in that. */
  long perHour() {
    return periodSeconds >= hourSeconds ? limit : limit * hourSeconds / periodSeconds;
  }

  /** Which part of it that many calls of an hour are, in percent, rounded to the nearest. */
  long percent(long calls) {
    return perHour() == 0 ? 0 : (calls * 200 / perHour() + 1) / 2;
  }

  /** As {@code 24 % of 5,000 an hour}. */
  String share(long calls) {
    long percent = percent(calls);
    return "%s of %s %s"
        .formatted(
            percent == 0 ? "under 1 %" : percent + " %",
            Texts.count(perHour()),
            periodSeconds <= hourSeconds ? "an hour" : "in " + hours() + " hours");
  }

  private long hours() {
    return (periodSeconds + hourSeconds / 2) / hourSeconds;
  }
}
