package io.tallygate.limiter.match;

import io.tallygate.limiter.match.Decoding.Slash;
import io.tallygate.limiter.policy.PathCase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** All that servers may make of one path. */
final class Readings {

  /*
   * A server decodes a path zero times, once or twice. Before, between and after it does some of
   * the things in Leniency, in an order of its own. So from the path as sent:
   *
   *   sent ──┬─ leniencies, till nothing new comes ──► decode ──► leniencies ──► decode ──► ...
   *          └─ each path met on the way is a reading
   *
   * A server decodes either the whole path or each segment by itself; in the latter case an encoded
   * slash stays what it is. Each reading is met once, whatever the ways that lead to it.
   */

  /** How often a path is decoded at most: by a proxy and by the server, or by a careless server. */
  private static final int DECODINGS_MAX = 2;

  /** What the readings of one path may cost together; a path that costs more is ambiguous. */
  static final int WORK_MAX = 1 << 14; // about 60 readings of a short path, 0.1 ms

  /** What a reading costs beside its length. */
  static final int WORK_PER_READING = 200;

  private final Set<Leniency> leniencies;
  private final Predicate<String> predicate;
  private final Set<String> seen = new HashSet<>();
  private final List<String> readings = new ArrayList<>();
  private int work;

  private Readings(PathCase pathCase, Predicate<String> predicate) {
    this.leniencies =
        pathCase == PathCase.IGNORED
            ? EnumSet.allOf(Leniency.class)
            : EnumSet.complementOf(EnumSet.of(Leniency.CASE_FOLDED));
    this.predicate = predicate;
  }

  /**
   * Whether every reading of a path is without control characters and fits the predicate. A path
   * with more readings than {@link #WORK_MAX} allows does not.
   *
   * @param path starts with a slash; a char up to 0xFF is a byte
   */
  static boolean every(String path, PathCase pathCase, Predicate<String> predicate) {
    return new Readings(pathCase, predicate).every(bytes(path));
  }

  private boolean every(String path) {
    boolean all = add(path);
    int from = 0;
    for (int decodings = 0; all && decodings < DECODINGS_MAX; decodings++) {
      all = reread(from);
      int to = readings.size();
      for (int i = from; all && i < to; i++) {
        all =
            add(Decoding.percent(readings.get(i), Slash.SPLITS))
                && add(Decoding.percent(readings.get(i), Slash.STAYS));
      }
      from = to;
    }
    return all && reread(from);
  }

  private boolean reread(int from) {
    boolean all = true;
    for (int i = from; all && i < readings.size(); i++) {
      for (Leniency leniency : leniencies) {
        all = all && add(leniency.applyTo(readings.get(i)));
      }
    }
    return all;
  }

  private boolean add(String reading) {
    if (!seen.add(reading)) {
      return true;
    }
    readings.add(reading);
    work += reading.length() + WORK_PER_READING;
    return work <= WORK_MAX && !hasControl(reading) && predicate.test(reading);
  }

  private static boolean hasControl(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) < ' ' || path.charAt(i) == 0x7F) {
        return true;
      }
    }
    return false;
  }

  private static String bytes(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) > 0xFF) {
        return Decoding.utf8(path);
      }
    }
    return path;
  }
}
