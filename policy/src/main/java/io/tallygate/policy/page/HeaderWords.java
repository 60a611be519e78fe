package io.tallygate.policy.page;

import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.PolicyFile;
import java.util.ArrayList;
import java.util.List;

/** What the page says of the header fields: their meanings, and a response that has them. */
final class HeaderWords {

  private static final String PARTITION_KEY = ";pk=:a2V5XzE=:\n";

  private final Ietf ietf;
  private final Kinds kinds;

  HeaderWords(PolicyFile file) {
    this.ietf = file.gate().ietf();
    this.kinds = Kinds.of(file.policy());
  }

  /**
   * A header field and what it says.
   *
   * @param meaning our own words, in which {@code `ticks`} enclose code
   */
  record Field(String name, String meaning) {}

  List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(
            HeaderFields.LIMIT,
            "How many requests the current window admits"
                + smooth("for a smooth limit its burst")
                + inFlight("in flight, how many may be under way at once")));
    fields.add(new Field(HeaderFields.REMAINING, "How many of them are left"));
    fields.add(
        new Field(
            HeaderFields.RESET,
            "When the window ends, as a Unix timestamp in seconds"
                + smooth("for a smooth limit when its whole burst is back")
                + inFlight("in flight, a second from now")));
    if (ietf == Ietf.DRAFT_10) {
      fields.add(
          new Field(
              HeaderFields.RATE_LIMIT_POLICY,
              "Every limit that holds for the request: its number `q`, its window `w` in seconds"
                  + smooth("for a smooth limit its burst and in how many seconds that comes back")
                  + inFlight("in flight no `w`, and `qu` is `concurrent-requests`")));
      fields.add(
          new Field(
              HeaderFields.RATE_LIMIT,
              "What is left of each, `r`, and in how many seconds its window ends, `t`"
                  + sliding("for a sliding limit that is used up in how many a request passes")
                  + smooth("for a smooth limit in how many the next one comes back")
                  + inFlight("in flight 1")));
    }
    fields.add(
        new Field(HeaderFields.RETRY_AFTER, "Only on a 429: how many seconds to wait, at least 1"));
    return fields;
  }

  private String sliding(String words) {
    return kinds.met().contains(Algorithm.SLIDING_WINDOW) ? "; " + words : "";
  }

  private String smooth(String words) {
    return kinds.met().contains(Algorithm.SMOOTH) ? "; " + words : "";
  }

  private String inFlight(String words) {
    return kinds.met().contains(Algorithm.IN_FLIGHT) ? "; " + words : "";
  }

  /** A 429 by this limit; where it has windows, with two thirds of one gone. */
  String example(Limit limit) {
    long wait =
        switch (limit.algorithm()) {
          case FIXED_WINDOW, SLIDING_WINDOW -> Math.max(1, limit.period().toSeconds() / 3);
          case SMOOTH -> Kinds.secondsFor(limit, 1);
          case IN_FLIGHT -> 1;
        };
    StringBuilder text = new StringBuilder("HTTP/1.1 429 Too Many Requests\n");
    text.append("X-RateLimit-Limit: ").append(limit.burst()).append('\n');
    text.append("X-RateLimit-Remaining: 0\n");
    text.append("X-RateLimit-Reset: 1795510820\n");
    if (ietf == Ietf.DRAFT_10) {
      String name = "\"" + limit.name() + "\"";
      text.append("RateLimit-Policy: ").append(name).append(";q=").append(limit.burst());
      text.append(window(limit)).append(PARTITION_KEY);
      text.append("RateLimit: ").append(name).append(";r=0;t=").append(wait);
      text.append(PARTITION_KEY);
    }
    return text.append("Retry-After: ").append(wait).append('\n').toString();
  }

  private static String window(Limit limit) {
    if (limit.algorithm() == Algorithm.IN_FLIGHT) {
      return ";qu=\"concurrent-requests\"";
    }
    long seconds =
        limit.algorithm() == Algorithm.SMOOTH
            ? Kinds.secondsFor(limit, limit.burst())
            : limit.period().toSeconds();
    return ";w=" + seconds + ";qu=\"requests\"";
  }
}
