package io.tallygate.limiter;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.LimitOverride;
import java.util.List;

/**
 * Whom a limiter counts: a key, an owner, an address. Immutable; made by {@link Limiter#caller}
 * once and used for all its calls, so that no hash is computed per decision.
 */
public final class Caller {

  /** A caller has at most this many overrides. */
  public static final int OVERRIDES_MAX = 1_000;

  /** An id has at most this many characters. */
  public static final int ID_MAX = 256;

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
    for (int i = 0; i < overrides.size(); i++) {
      LimitOverride override = overrides.get(i);
      if (override.limit().equals(limit.name()) && nowSecond < override.untilSecond()) {
        return override.count();
      }
    }
    return limit.count();
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
