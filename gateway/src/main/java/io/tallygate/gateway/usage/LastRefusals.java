package io.tallygate.gateway.usage;

import io.tallygate.limiter.match.Match;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last refusals of each caller. Bounded: who was refused longest ago is forgotten first. Not
 * thread-safe.
 */
final class LastRefusals {

  static final int CALLERS_MAX = 5_000;

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  // The one that was refused last stands last.
  private final Map<String, Deque<RefusedCall>> byCaller = new LinkedHashMap<>(16, 0.75f, true);

  void take(Batch.Refusal refusal) {
    Deque<RefusedCall> last =
        byCaller.computeIfAbsent(refusal.caller(), caller -> new ArrayDeque<>());
    if (last.size() == UsageNow.REFUSALS_MAX) {
      last.removeLast();
    }
    last.addFirst(
        new RefusedCall(
            refusal.micros(),
            METHODS.contains(refusal.method()) ? refusal.method() : "?",
            endpoint(refusal.match()),
            refusal.group(),
            refusal.code().code()));
    if (byCaller.size() > CALLERS_MAX) {
      Iterator<String> longestAgo = byCaller.keySet().iterator();
      longestAgo.next();
      longestAgo.remove();
    }
  }

  private static String endpoint(Match match) {
    if (match instanceof Match.Named named) {
      return named.endpoint().pattern();
    }
    return match instanceof Match.Open open ? open.endpoint().pattern() : "other";
  }

  List<RefusedCall> of(String caller) {
    Deque<RefusedCall> last = byCaller.get(caller); // looking is no refusal, but does no harm
    return last == null ? List.of() : new ArrayList<>(last);
  }
}
