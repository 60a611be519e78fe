package io.tallygate.command.probe;

import java.util.List;

/** What a probe says, and the numbers of the exchanges that prove it. */
public sealed interface Finding {

  /** What a finding is about. */
  enum Topic {
    HEADERS,
    UNREADABLE,
    LIMIT,
    PERIOD,
    RESET,
    WINDOW,
    COUNTER,
    HEAD,
    NOT_FOUND,
    NOT_MODIFIED,
    NO_KEY,
    CLOCK,
    REFUSED,
    REDIRECT,
    STOPPED
  }

  Topic topic();

  /** The paths that it holds for; none if it holds for the API. */
  List<String> paths();

  String text();

  /** Numbers of exchanges, ascending. */
  List<Integer> proof();

  /**
   * Something that the exchanges show.
   *
   * @param answer for programs: a number, or a word in lower case
   */
  record Told(Topic topic, List<String> paths, String answer, String text, List<Integer> proof)
      implements Finding {}

  /** Something that the exchanges do not show; the text says why. */
  record CannotTell(Topic topic, List<String> paths, String text, List<Integer> proof)
      implements Finding {}

  /** Something that the API does otherwise than the policy says. */
  record Differs(Topic topic, List<String> paths, String text, List<Integer> proof)
      implements Finding {}
}
