package io.tallygate.command.probe;

import io.tallygate.command.probe.Request.Purpose;
import java.util.List;
import java.util.Optional;

/** When a probe has to end early, so that it does no harm. */
final class Stops {

  private static final long RESERVE_MIN = 2;
  private static final long RESERVE_MAX = 20;
  private static final int FAILURES_MAX = 2; // in a row

  private Stops() {}

  /** Why no further request may be sent; empty if one may. */
  static Optional<String> why(List<Exchange> exchanges) {
    if (exchanges.isEmpty()) {
      return Optional.empty();
    }
    Exchange last = exchanges.get(exchanges.size() - 1);
    int status = last.answer().status();
    if (status == 429 || status == 503) {
      return Optional.of("the API refused a call with " + status);
    }
    List<Exchange> newest =
        exchanges.subList(Math.max(0, exchanges.size() - FAILURES_MAX), exchanges.size());
    if (newest.size() == FAILURES_MAX && newest.stream().noneMatch(it -> it.answer().came())) {
      return Optional.of("the API did not answer " + FAILURES_MAX + " times in a row");
    }
    return last.isFor(Purpose.NO_KEY) ? Optional.empty() : low(last);
  }

  private static Optional<String> low(Exchange exchange) {
    return LimitFields.read(exchange.answer().fields()).stream()
        .filter(reading -> reading.remaining().isPresent())
        .filter(reading -> reading.remaining().getAsLong() <= reserve(reading))
        .findFirst()
        .map(
            reading ->
                "few requests remain, and they are left to you: remaining="
                    + reading.remaining().getAsLong());
  }

  /** A fifth of the limit, from 2 to 20. */
  static long reserve(Reading reading) {
    long fifth = reading.limit().orElse(0) / 5;
    return Math.max(RESERVE_MIN, Math.min(RESERVE_MAX, fifth));
  }
}
