package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.Term;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.UsageQuery;
import java.util.Arrays;

/** How far back a plot goes. */
enum Span {
  HOURS("3h", "Calls in the last 3 hours, by minute", 3 * 3_600L, Grain.MINUTE),
  DAY("24h", "Calls in the last 24 hours", 86_400L, Grain.HOUR),
  WEEK("7d", "Calls in the last 7 days", 7 * 86_400L, Grain.HOUR),
  QUARTER("90d", "Calls in the last 90 days", 90 * 86_400L, Grain.HOUR);

  private final String word;
  private final String title;
  private final long seconds;
  private final Grain grain;

  Span(String word, String title, long seconds, Grain grain) {
    this.word = word;
    this.title = title;
    this.seconds = seconds;
    this.grain = grain;
  }

  /** The span of a word; a day for what is none. */
  static Span of(String word) {
    return Arrays.stream(values()).filter(span -> span.word.equals(word)).findFirst().orElse(DAY);
  }

  String word() {
    return word;
  }

  String title() {
    return title;
  }

  UsageQuery queryOf(String key, long nowSecond) {
    return new UsageQuery(UsageQuery.Who.caller(key), "", grain, term(nowSecond));
  }

  private Term term(long nowSecond) {
    return new Term(grain.start(nowSecond - seconds), nowSecond + 1);
  }
}
