package io.tallygate.limiter;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import java.util.List;

/**
 * The limits that one call meets, ready to be decided: those of a group, or of one endpoint of a
 * group that counts each endpoint. Immutable; made by {@link Limiter#limits} once per policy.
 */
public final class LimitSet {

  private final String group;
  private final WindowStart start;
  private final Limit[] limits;
  private final Terms[] terms;
  private final long[] idHighs;
  private final long[] idLows;

  // Of the one limit, where there is one: read without going through arrays.
  private final long windowCount;
  private final long onlyHigh;
  private final long onlyLow;

  LimitSet(String group, WindowStart start, List<Limit> limits, List<CounterHash.Id> hashes) {
    this.group = group;
    this.start = start;
    this.limits = limits.toArray(Limit[]::new);
    this.terms = limits.stream().map(limit -> Terms.of(limit, start)).toArray(Terms[]::new);
    this.idHighs = hashes.stream().mapToLong(CounterHash.Id::high).toArray();
    this.idLows = hashes.stream().mapToLong(CounterHash.Id::low).toArray();
    boolean window = terms.length == 1 && terms[0].algorithm() == Algorithm.FIXED_WINDOW;
    this.windowCount = window ? terms[0].count() : -1;
    this.onlyHigh = idHighs[0];
    this.onlyLow = idLows[0];
  }

  /** The group's name. */
  public String group() {
    return group;
  }

  public int size() {
    return limits.length;
  }

  public Limit limit(int index) {
    return limits[index];
  }

  public WindowStart start() {
    return start;
  }

  /** A limit's terms for a caller without overrides. */
  Terms terms(int index) {
    return terms[index];
  }

  /** The number of a caller without overrides, where there is one limit, by fixed window; or -1. */
  long windowCount() {
    return windowCount;
  }

  /*
   * A counter's id is its caller's hash and its limit's, combined. Both are 128 bits under one
   * secret, so exclusive or is as good as hashing again, and costs nothing.
   */

  long idHigh(int index, Caller caller) {
    return idHighs[index] ^ caller.idHigh();
  }

  long idLow(int index, Caller caller) {
    return idLows[index] ^ caller.idLow();
  }

  long onlyHigh(Caller caller) {
    return onlyHigh ^ caller.idHigh();
  }

  long onlyLow(Caller caller) {
    return onlyLow ^ caller.idLow();
  }
}
