package io.tallygate.client;

import io.tallygate.client.field.Standing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out which endpoints share a limit that has no name. Guarded by the ledger's lock. */
final class Together {

  /*
   * Two endpoints that share a counter continue each other's numbers:
   *
   *   GET /a  remaining 480
   *   GET /b            479   one less: a link
   *   GET /a            478   another
   *   GET /b            477   LINKS in a row: they are one group
   *
   * With counters of their own GET /a would have come to 479, not to 478, so a chain across two
   * endpoints does not come about by chance unless a second program steps them both. Endpoints in
   * one group whose numbers do not continue each other, BREAKS times in a row, are parted again.
   */

  private static final int LINKS = 3;
  private static final int BREAKS = 3;
  private static final int CHAINS_MAX = 1_024;

  /** The last number that was told of one caller's limits of one size. */
  private static final class Chain {
    @Nullable Target last;
    long remaining;
    int links;
    int breaks;
  }

  private final Map<Target, Chain> chains =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, Chain> eldest) {
          return size() > CHAINS_MAX;
        }
      };

  /** What an answer of this endpoint makes of its group. */
  enum Bond {
    AS_BEFORE,
    JOINED,
    PARTED
  }

  /** The endpoint whose number the last answer's number continued. */
  @Nullable Target partner;

  Bond learn(Target target, Standing standing, Map<Target, Group> groups) {
    partner = null;
    if (standing.limits().size() != 1 || standing.limits().get(0).remaining().isEmpty()) {
      return Bond.AS_BEFORE;
    }
    long count = standing.limits().get(0).count().orElse(Window.UNKNOWN);
    long remaining = standing.limits().get(0).remaining().getAsLong();
    Chain chain = chains.computeIfAbsent(target.at("limits of " + count), key -> new Chain());
    Target last = chain.last;
    boolean continues = remaining == chain.remaining - 1;
    chain.last = target;
    chain.remaining = remaining;
    if (last == null || last.equals(target)) {
      chain.links = continues ? chain.links : 0;
      return Bond.AS_BEFORE;
    }
    boolean isOneGroup = groups.get(last) == groups.get(target);
    chain.links = continues ? chain.links + 1 : 0;
    chain.breaks = continues || !isOneGroup ? 0 : chain.breaks + 1;
    if (!isOneGroup && chain.links >= LINKS) {
      partner = last;
      return Bond.JOINED;
    }
    if (isOneGroup && chain.breaks >= BREAKS) {
      chain.breaks = 0;
      return Bond.PARTED;
    }
    return Bond.AS_BEFORE;
  }
}
