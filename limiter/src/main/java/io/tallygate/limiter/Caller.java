package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.algorithm.Terms;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whom a limiter counts: a key, an owner, an address. Immutable; made by {@link Limiter#caller}
 * once and used for all its calls, so that no hash is computed per decision.
 */
public final class Caller {

  /** A caller has at most this many overrides. */
  public static final int OVERRIDES_MAX = 1 << 16;

  /** An id has at most this many characters. */
  public static final int ID_MAX = 256;

  private static final long SECOND = 1_000_000; // microseconds

  private static final LimitOverride[] NONE = {};

  /** What kind of thing an id names. Ids of different kinds never meet in one counter. */
  public enum Kind {
    KEY,
    OWNER,
    ADDRESS
  }

  // Of the counter of the last call that found none where this says: a guess that saves looking.
  // Written now and then, without order: whoever reads an old one looks.
  private int distance;
  private final boolean overridden;
  private final Kind kind;
  private final String id;
  private final long idHigh;
  private final long idLow;
  private final List<LimitOverride> overrides;
  private final Map<String, LimitOverride[]> byLimit;

  Caller(Kind kind, String id, CounterHash.Id hash, List<LimitOverride> overrides) {
    require(
        !id.isEmpty() && id.length() <= ID_MAX,
        "id must have 1 to %s characters: length=%s",
        ID_MAX,
        id.length());
    require(
        overrides.size() <= OVERRIDES_MAX,
        "caller must have at most %s overrides: overrides=%s",
        OVERRIDES_MAX,
        overrides.size());
    this.kind = kind;
    this.id = id;
    this.idHigh = hash.high();
    this.idLow = hash.low();
    this.overrides = List.copyOf(overrides);
    this.overridden = !overrides.isEmpty();
    this.byLimit =
        overridden
            ? overrides.stream()
                .collect(
                    Collectors.groupingBy(
                        LimitOverride::limit,
                        Collectors.collectingAndThen(
                            Collectors.toList(), list -> list.toArray(LimitOverride[]::new))))
            : Map.of();
  }

  public Kind kind() {
    return kind;
  }

  /** What {@code pk} names in the header fields; no secret. */
  public String id() {
    return id;
  }

  public List<LimitOverride> overrides() {
    return overrides;
  }

  /** How far from its home the caller's counter stands, as far as is known. */
  int distance() {
    return distance;
  }

  void distance(int value) {
    if (distance != value) { // a hot caller's line is shared by all threads until it is written
      this.distance = value;
    }
  }

  long idHigh() {
    return idHigh;
  }

  long idLow() {
    return idLow;
  }

  boolean isOverridden() {
    return overridden;
  }

  /** A limit's terms for this caller at this time. */
  Terms terms(LimitSet limits, int index, long nowMicros) {
    Terms terms = limits.terms(index);
    return overridden ? overridden(terms, limits.limit(index), nowMicros) : terms;
  }

  private Terms overridden(Terms terms, Limit limit, long nowMicros) {
    for (LimitOverride override : overridesOf(limit)) {
      if (nowMicros / SECOND < override.untilSecond()) {
        return terms.withCount(override.count());
      }
    }
    return terms;
  }

  /** When the limit's terms may change: when the first of its overrides ends that goes on now. */
  long untilMicros(Limit limit, long nowMicros) {
    long first = Terms.NEVER;
    for (LimitOverride override : overridesOf(limit)) {
      boolean goesOn = override.untilSecond() > nowMicros / SECOND;
      if (goesOn && override.untilSecond() < Terms.NEVER / SECOND) {
        first = Math.min(first, override.untilSecond() * SECOND);
      }
    }
    return first;
  }

  private LimitOverride[] overridesOf(Limit limit) {
    return byLimit.isEmpty() ? NONE : byLimit.getOrDefault(limit.name(), NONE);
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
