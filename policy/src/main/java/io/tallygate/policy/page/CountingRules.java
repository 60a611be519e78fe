package io.tallygate.policy.page;

import static io.tallygate.policy.page.Span.line;

import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.Gate;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sentences of the page that say what counts, where, and until when. */
final class CountingRules {

  private final Policy policy;
  private final List<List<Span>> lines = new ArrayList<>();

  CountingRules(PolicyFile file) {
    policy = file.policy();
  }

  List<List<Span>> lines() {
    groups();
    patterns();
    windows();
    costs();
    methods();
    callers();
    return lines;
  }

  private void say(String words, Span... values) {
    lines.add(line(words, values));
  }

  private void groups() {
    boolean each = false;
    boolean several = false;
    for (Group group : policy.all()) {
      each |= group.published() && group.counter() == CounterScope.EACH_ENDPOINT;
      several |= group.published() && group.limits().size() > 1;
    }
    say(
        "A row of the table is a group, and its endpoints share one counter per key: what one uses"
            + " is gone for the others. "
            + (each ? "Where the row says so, each endpoint has a counter of its own. " : "")
            + "Groups do not touch each other, nor do keys.");
    if (several) {
      say("Where a row gives several limits, a request must be within all of them.");
    }
  }

  private void patterns() {
    say(
        "In a path a name in braces, such as `{}`, is exactly one segment, and `*` at the end is"
            + " one or more. Where several patterns fit, the most specific holds: segment by"
            + " segment from the left, a word goes before a parameter, a parameter before `*`.",
        new Code("{id}"));
    say(
        (policy.pathCase() == PathCase.IGNORED
                ? "Capital and small letters in a path are the same to the limits"
                : "Capital and small letters in a path differ")
            + ", and a slash at the end means nothing. A path that servers could read in more than"
            + " one way, for instance with `..` or an encoded slash in it, is answered 400 {}.",
        new Code(ErrorCode.AMBIGUOUS_PATH.code()));
  }

  private void windows() {
    if (policy.window() == WindowStart.FIRST_CALL) {
      say(
          "A window opens in the second of the first request that is admitted and has the length"
              + " that the limit names. When it is over, the next request that is admitted opens"
              + " another. From the second in `X-RateLimit-Reset` on, requests are admitted"
              + " again.");
    } else {
      say(
          "Windows follow the clock: they begin at whole multiples of their length, counted from"
              + " 1970-01-01 00:00 UTC, so a window of an hour begins on the hour. From the second"
              + " in `X-RateLimit-Reset` on, requests are admitted again.");
    }
    Limit limit = example();
    say(
        "In any stretch of time as long as a window, two windows can meet. So at most twice the"
            + " limit can pass in it: with {}, up to {} around the end of a window.",
        new Plain(LimitText.of(limit).toString()),
        new Plain(String.format(Locale.ROOT, "%,d", 2 * limit.count())));
  }

  private Limit example() {
    return policy.all().stream()
        .filter(Group::published)
        .findFirst()
        .orElse(policy.other())
        .limits()
        .get(0);
  }

  private void costs() {
    say(
        "A request costs one when it was passed on to the API, whatever the answer is, errors too."
            + " What is refused before that costs nothing: a request that cannot be read (400), has"
            + " no valid key (401), is too large (413, 431), is over a limit"
            + " (429), finds the service overloaded (503) or the API not reachable (502). A 504, or"
            + " a connection that breaks after the request was passed on, costs one.");
    if (policy.onFull() == OnFull.DENY) {
      say(
          "Should there be no room for one more counter, the answer is 503 {}, at no cost.",
          new Code(ErrorCode.COUNTERS_FULL.code()));
    } else {
      say(
          "Should there be no room for one more counter, the request passes uncounted, and the"
              + " headers are those of a fresh window.");
    }
  }

  private void methods() {
    say(
        "`HEAD` counts as `GET`. The preflight of a browser (`OPTIONS`) needs no key and costs"
            + " nothing, its client address is limited; any other `OPTIONS` counts with the"
            + " endpoints that no group names.");
  }

  private void callers() {
    say(
        "Requests without a valid key are answered 401, {} or {}. A client address (in IPv6 a whole"
            + " /64) may send {} of them; beyond that the answer is 429. A valid key is served"
            + " whatever else came from its address.",
        new Code(ErrorCode.MISSING_API_KEY.code()),
        new Code(ErrorCode.INVALID_API_KEY.code()),
        new Plain(LimitText.of(Gate.FAILURES).toString()));
    if (!policy.open().isEmpty()) {
      List<Span> line = new ArrayList<>(line("No key is needed for "));
      for (Endpoint endpoint : policy.open()) {
        line.add(new Code(endpoint.toString()));
        line.add(new Plain(", "));
      }
      line.addAll(
          line("limited to {} per client address.", new Plain(LimitText.of(Gate.OPEN).toString())));
      lines.add(line);
    }
  }
}
