package io.tallygate.policy.page;

import static io.tallygate.policy.page.Span.line;

import io.tallygate.limiter.policy.Algorithm;
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

/** The sentences of the page that say what counts, where, and until when. */
final class CountingRules {

  private final Policy policy;
  private final Kinds kinds;
  private final List<List<Span>> lines = new ArrayList<>();

  CountingRules(PolicyFile file) {
    policy = file.policy();
    kinds = Kinds.of(policy);
  }

  List<List<Span>> lines() {
    groups();
    patterns();
    algorithms();
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

  private void algorithms() {
    if (kinds.told().contains(Algorithm.FIXED_WINDOW)) {
      if (!kinds.isWindowsOnly()) {
        say(
            "A limit that gives a number and a time and no further word counts in windows, each of"
                + " which has the number anew.");
      }
      windows();
    }
    if (kinds.told().contains(Algorithm.SLIDING_WINDOW)) {
      bounded(
          Algorithm.SLIDING_WINDOW,
          "A sliding limit counts in windows that follow the clock, and beside the requests of the"
              + " window that is open those of the one before, less and less as the window goes on."
              + " In one window at most the limit passes; in any stretch of time as long as a"
              + " window at most twice the limit less one",
          ": with {}, up to {}.");
    }
    if (kinds.told().contains(Algorithm.SMOOTH)) {
      bounded(
          Algorithm.SMOOTH,
          "A smooth limit has no windows: what was used comes back one request at a time, evenly"
              + " over the time that the limit names, and no more is ever saved up than its burst."
              + " In any stretch of time as long as that at most the burst can pass and what comes"
              + " back in it",
          ": with {}, up to {}.");
    }
    if (kinds.told().contains(Algorithm.IN_FLIGHT)) {
      bounded(
          Algorithm.IN_FLIGHT,
          "A limit in flight is for requests at the same time: one takes a place when it is"
              + " admitted, and the place is free again when its response has ended or its"
              + " connection is lost, whatever the answer was. How many follow one another in a"
              + " time, it does not say. A request that lasts longer than an hour may lose its"
              + " place, at the latest after two; of all others never more are under way at once"
              + " than the limit",
          ": with {}, never more than {}.");
    }
  }

  /** A sentence, with the example that the page has for it. */
  private void bounded(Algorithm algorithm, String words, String example) {
    Limit limit = kinds.example(algorithm).orElse(null);
    if (limit == null) {
      say(words + "."); // the numbers of groups that are not on the page are nobody's business
      return;
    }
    say(
        words + example,
        new Plain(LimitText.of(limit).toString()),
        new Plain(LimitText.grouped(Kinds.most(limit))));
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
    bounded(
        Algorithm.FIXED_WINDOW,
        "In any stretch of time as long as a window, two windows can meet. So at most twice the"
            + " limit can pass in it",
        ": with {}, up to {} around the end of a window.");
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
