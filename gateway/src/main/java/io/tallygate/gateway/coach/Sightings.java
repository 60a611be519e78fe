package io.tallygate.gateway.coach;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of many things, or of many lists, are remembered of a caller. Not thread-safe. */
final class Sightings {

  /*
   * A newcomer takes the place of one that was not asked for lately: for five seconds if it was
   * asked for once, for `staysMicros` if again. So a caller who runs through a million ids changes
   * what was seen once, and who is polled among them stays once he was met twice. Who finds no
   * place is not seen: what is counted here is a lower bound.
   */

  private static final long STAYS_ONCE_MICROS = 5_000_000;

  private final int max;
  private final long staysMicros;
  private final List<Sighting> all = new ArrayList<>(1);

  Sightings(int max, long staysMicros) {
    this.max = max;
    this.staysMicros = staysMicros;
  }

  /** The one that a call asks for, brought up to date; null if there is no place for it. */
  @Nullable Sighting of(CallNote call) {
    long resource = call.resource();
    Sighting oldest = null;
    for (Sighting one : all) {
      if (one.resource() == resource) {
        one.again(call.startedMicros);
        return one;
      }
      if (oldest == null || idle(one, call) > idle(oldest, call)) {
        oldest = one;
      }
    }
    if (all.size() >= max) {
      if (oldest == null || idle(oldest, call) < 0) {
        return null;
      }
      all.remove(oldest);
    }
    Sighting seen = new Sighting(call);
    all.add(seen);
    return seen;
  }

  /** For how long it could have been replaced; negative if it stays. */
  private long idle(Sighting one, CallNote call) {
    long stays = one.times() == 1 ? STAYS_ONCE_MICROS : staysMicros;
    return call.startedMicros - one.lastMicros() - stays;
  }

  List<Sighting> all() {
    return all;
  }

  int bytes() {
    return all.size() * Sighting.BYTES;
  }
}
