package io.tallygate.gateway.alert;

import io.tallygate.limiter.LimitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What was handed on lately, so that a crossing is not handed on again at each call that follows. A
 * bounded memory: what it forgets is found out by the database. Thread-safe, without a lock.
 */
final class Told {

  private static final int WAYS = 4;
  private static final int SETS = 1 << 14; // * 4 places of 40 B, if all are taken: 2.6 MiB

  private final AtomicReferenceArray<@Nullable Entry> entries =
      new AtomicReferenceArray<>(SETS * WAYS);

  /**
   * A crossing.
   *
   * @param limits compared as the instance that it is: a changed policy has others
   * @param level which of the limits, and what of it
   */
  record Entry(String key, LimitSet limits, int level, long endSecond) {}

  /** Whether it was handed on for a window that goes on at this second. */
  @SuppressWarnings("ReferenceEquality")
  boolean has(String key, LimitSet limits, int level, long startSecond) {
    int first = first(key, limits, level);
    for (int i = first; i < first + WAYS; i++) {
      Entry entry = entries.get(i);
      if (entry != null
          && entry.level == level
          && entry.limits == limits
          && entry.endSecond > startSecond
          && entry.key.equals(key)) {
        return true;
      }
    }
    return false;
  }

  void add(Entry entry) {
    int first = first(entry.key, entry.limits, entry.level);
    int oldest = first;
    for (int i = first; i < first + WAYS; i++) {
      Entry present = entries.get(i);
      if (present == null) {
        oldest = i;
        break;
      }
      Entry other = entries.get(oldest);
      if (other != null && present.endSecond < other.endSecond) {
        oldest = i;
      }
    }
    entries.set(oldest, entry);
  }

  void clear() {
    for (int i = 0; i < SETS * WAYS; i++) {
      entries.set(i, null);
    }
  }

  private static int first(String key, LimitSet limits, int level) {
    int hash = (key.hashCode() * 31 + limits.group().hashCode()) * 31 + level;
    hash *= 0x9E3779B9; // the golden ratio spreads what differs in the low bits
    return (hash >>> 18) * WAYS;
  }
}
