package io.tallygate.command.probe;

import io.tallygate.command.probe.Request.Purpose;
import java.util.List;
import java.util.OptionalLong;

/**
 * One counter of the API, as far as a probe sees it.
 *
 * @param paths that it counts, of those that were asked
 * @param sights of these paths by plain GETs, in the order of sending
 * @param unit what a GET costs
 */
record Counter(List<String> paths, List<Sight> sights, long unit) {

  private static final long ROW_MAX_MILLIS = 1_500; // a bucket may fill again meanwhile

  /**
   * What a GET costs: by how much the number of remaining requests falls between two GETs of one
   * path with nothing between them. Empty if there are no two, or they disagree.
   */
  static OptionalLong unit(List<Exchange> exchanges) {
    List<Sight> looks = Sight.of(exchanges, exchange -> exchange.isFor(Purpose.LOOK));
    OptionalLong unit = OptionalLong.empty();
    for (int i = 1; i < looks.size(); i++) {
      Sight before = looks.get(i - 1);
      Sight after = looks.get(i);
      long fallen = before.remaining() - after.remaining();
      if (after.number() == before.number() + 1
          && after.exchange().isLookAt(before.exchange().request().path())
          && after.exchange().sentMillis() - before.exchange().sentMillis() <= ROW_MAX_MILLIS
          && fallen >= 0) {
        if (unit.isPresent() && unit.getAsLong() != fallen) {
          return OptionalLong.empty();
        }
        unit = OptionalLong.of(fallen);
      }
    }
    return unit;
  }

  /** The window's length, if all responses that say one say the same. */
  OptionalLong saidSeconds() {
    List<Long> said =
        sights.stream()
            .flatMap(sight -> sight.reading().windowSeconds().stream().boxed())
            .distinct()
            .toList();
    return said.size() == 1 && said.get(0) > 0
        ? OptionalLong.of(said.get(0))
        : OptionalLong.empty();
  }

  /** Whether the first call that was seen also was the first of its window. */
  boolean isOpenedByUs() {
    Sight first = sights.get(0);
    OptionalLong limit = first.reading().limit();
    return limit.isPresent() && first.remaining() + unit >= limit.getAsLong();
  }
}
