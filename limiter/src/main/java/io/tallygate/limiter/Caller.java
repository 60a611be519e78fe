package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.algorithm.FixedWindow;
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

  /** No second at all. */
  static final long NEVER = Long.MAX_VALUE;

  private static final LimitOverride[] NONE = {};

  /** What kind of thing an id names. Ids of different kinds never meet in one counter. */
  public enum Kind {
    KEY,
    OWNER,
    ADDRESS
  }

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
    this.byLimit =
        overrides.stream()
            .collect(
                Collectors.groupingBy(
                    LimitOverride::limit,
                    Collectors.collectingAndThen(
                        Collectors.toList(), list -> list.toArray(LimitOverride[]::new))));
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

  long idHigh() {
    return idHigh;
  }

  long idLow() {
    return idLow;
  }

  /** The limit's number for this caller. */
  long count(Limit limit, long nowSecond) {
    for (LimitOverride override : overridesOf(limit)) {
      if (nowSecond < override.untilSecond()) {
        return override.count();
      }
    }
    return limit.count();
  }

  /**
   * The first second, not before {@code fromSecond}, at which {@code cost} fits the limit if nobody
   * else calls, or {@link #NEVER}. Nothing changes by then but that a window or an override ends.
   */
  long freeSecond(Limit limit, long word, long fromSecond, long cost) {
    long free = free(limit, word, fromSecond, cost) ? fromSecond : NEVER;
    long end = FixedWindow.endSecond(word);
    if (end > fromSecond && end < free && free(limit, word, end, cost)) {
      free = end;
    }
    for (LimitOverride override : overridesOf(limit)) {
      long until = override.untilSecond();
      if (until > fromSecond && until < free && free(limit, word, until, cost)) {
        free = until;
      }
    }
    return free;
  }

  private boolean free(Limit limit, long word, long second, long cost) {
    return FixedWindow.fits(word, second, count(limit, second), cost);
  }

  private LimitOverride[] overridesOf(Limit limit) {
    return byLimit.isEmpty() ? NONE : byLimit.getOrDefault(limit.name(), NONE);
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
