package io.tallygate.gateway.coach;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one caller's last calls, as the rules look at it. Immutable. Each number was
 * counted, and is what happened or less.
 *
 * @param sinceSecond the Unix second since which calls count
 * @param calls of this hour and the one before
 */
record Seen(
    String key,
    long sinceSecond,
    long calls,
    List<SeenGroup> groups,
    List<SeenEndpoint> endpoints,
    List<SeenList> lists) {

  Seen {
    groups = List.copyOf(groups);
    endpoints = List.copyOf(endpoints);
    lists = List.copyOf(lists);
  }

  /** Of a group; null if it was not seen. */
  @Nullable Allowance allowance(String group) {
    for (SeenGroup one : groups) {
      if (one.name().equals(group)) {
        return one.allowance();
      }
    }
    return null;
  }

  /**
   * The calls of a group.
   *
   * @param retries that came before the wait of a refusal was over, and were refused again
   * @param retryMillis how long after the refusal, the median of the last retries
   * @param windows the last ones in which calls were refused, two at most
   */
  record SeenGroup(
      String name,
      Allowance allowance,
      long calls,
      long retries,
      long retryMillis,
      List<SpentWindow> windows) {

    SeenGroup {
      windows = List.copyOf(windows);
    }
  }

  /**
   * A window of which all units were used.
   *
   * @param spentMicros how far into the window the first call was refused
   * @param refused in the rest of it
   */
  record SpentWindow(
      long resetSecond, long periodSeconds, long limit, long spentMicros, int refused) {

    SpentWindow refusedAgain() {
      int more = refused == Integer.MAX_VALUE ? refused : refused + 1;
      return new SpentWindow(resetSecond, periodSeconds, limit, spentMicros, more);
    }
  }

  /**
   * The calls of an endpoint.
   *
   * @param name as the policy writes it
   * @param most the thing that was polled most often, hastily; null if none was
   * @param faults the most frequent first
   */
  record SeenEndpoint(
      String name,
      String group,
      long calls,
      SeenPolls polls,
      @Nullable SeenThing most,
      List<SeenFault> faults) {

    SeenEndpoint {
      faults = List.copyOf(faults);
    }
  }

  /**
   * How often things were asked for again.
   *
   * @param busiest in one hour
   * @param hasty after less than a quarter of the time since they were first asked for
   * @param things of which that was so
   */
  record SeenPolls(long polls, long busiest, long hasty, long things) {}

  /**
   * A thing that was polled.
   *
   * @param times in a row
   * @param gapMillis from one poll to the next, the mean
   */
  record SeenThing(String path, long times, long gapMillis) {}

  /** Answers with one status, of the class 4xx. */
  record SeenFault(int status, long calls) {}

  /**
   * A list that was fetched.
   *
   * @param unchanged how often it was the same as the time before
   * @param busiest the same, in one hour
   */
  record SeenList(String path, String group, long fetched, long unchanged, long busiest) {}
}
