package io.tallygate.policy.published;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.LimitText;
import java.util.List;

/** A part of a row that means something; the row's characters from start to end, end excluded. */
sealed interface Token {

  int start();

  int end();

  /**
   * One path, with the methods that stand before it.
   *
   * @param doubt how it was read, where it might be read otherwise; else empty
   */
  record Endpoints(int start, int end, List<Endpoint> endpoints, String doubt) implements Token {
    public Endpoints {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** All that the page does not name. */
  record Others(int start, int end) implements Token {}

  record Rate(int start, int end, LimitText limit) implements Token {}

  /** What stands in parentheses behind endpoints. */
  record Note(int start, int end, String text) implements Token {}

  /** What looks like an endpoint or a limit and cannot be one. */
  record Unclear(int start, int end, String reason) implements Token {}
}
