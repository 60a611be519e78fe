package io.tallygate.client.webhook;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which webhooks were handled already, and which are just now. Thread-safe. */
final class SeenIds {

  /*
   *            claim                 handled                  keepNanos go by
   *   (none) ────────► being handled ────────► handled ─────────────────────► (none)
   *                          │ forget: it failed, and may come again
   *                          └─────────► (none)
   *
   * None that is held is given up for a new one: where there is no room the new one must come
   * again. An id is held as long as a copy of what was signed with it is taken for fresh.
   */

  /** What is to be done with a webhook of this id. */
  enum Claim {
    HANDLE,
    HANDLED_ALREADY,
    BEING_HANDLED,
    NO_ROOM
  }

  private final int max;
  private final long keepNanos;

  // Guarded by this. The id that was handled first stands first.
  private final Map<String, Long> handledNanos = new LinkedHashMap<>();
  private final Set<String> beingHandled = new HashSet<>();

  SeenIds(int max, long keepNanos) {
    this.max = max;
    this.keepNanos = keepNanos;
  }

  synchronized Claim claim(String id, long nowNanos) {
    Iterator<Long> oldest = handledNanos.values().iterator();
    while (oldest.hasNext() && nowNanos - oldest.next() > keepNanos) {
      oldest.remove();
    }
    if (handledNanos.containsKey(id)) {
      return Claim.HANDLED_ALREADY;
    }
    if (beingHandled.contains(id)) {
      return Claim.BEING_HANDLED;
    }
    if (handledNanos.size() + beingHandled.size() >= max) {
      return Claim.NO_ROOM;
    }
    beingHandled.add(id);
    return Claim.HANDLE;
  }

  synchronized void handled(String id, long nowNanos) {
    beingHandled.remove(id);
    handledNanos.put(id, nowNanos);
  }

  synchronized void forget(String id) {
    beingHandled.remove(id);
  }
}
