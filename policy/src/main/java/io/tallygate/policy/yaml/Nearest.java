package io.tallygate.policy.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a mistyped one most likely means. */
public final class Nearest {

  private static final int TYPED_MAX = 64;
  private static final String HINT = "; did you mean '";

  private Nearest() {}

  /** The known name fewest slips away, if it is near enough to be meant. */
  public static Optional<String> of(String typed, Collection<String> known) {
    if (typed.length() > TYPED_MAX) {
      return Optional.empty();
    }
    int slipsMax = Math.max(1, Math.min(3, typed.length() / 3));
    return known.stream()
        .filter(name -> slips(typed, name) <= slipsMax)
        .min(Comparator.comparingInt(name -> slips(typed, name)));
  }

  /** The end of a message: {@code "; did you mean 'limit'?"}, or nothing. */
  public static String hint(String typed, Collection<String> known) {
    return of(typed, known).map(name -> HINT + name + "'?").orElse("");
  }

  /** As {@link #hint}, but where no name is near it tells all that there are. */
  public static String hintOrAll(String typed, Collection<String> known) {
    return of(typed, known)
        .map(name -> HINT + name + "'?")
        .orElse("; known are " + String.join(", ", known));
  }

  /** Puts {@code where} behind the values of a message, but before its hint. */
  public static String insert(String message, String where) {
    int hint = message.indexOf(HINT);
    return hint < 0
        ? message + where
        : message.substring(0, hint) + where + message.substring(hint);
  }

  /** How many letters were added, left out, changed, or swapped with their neighbour. */
  static int slips(String a, String b) {
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          slips[i][j] = i + j;
          continue;
        }
        int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(slips[i - 1][j] + 1, slips[i][j - 1] + 1);
        least = Math.min(least, slips[i - 1][j - 1] + changed);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, slips[i - 2][j - 2] + 1);
        }
        slips[i][j] = least;
      }
    }
    return slips[a.length()][b.length()];
  }
}
