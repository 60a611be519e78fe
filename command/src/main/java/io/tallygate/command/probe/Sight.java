package io.tallygate.command.probe;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How a counter stood in one exchange: the exchange, and the reading to count by. */
record Sight(Exchange exchange, Reading reading) {

  /** The sights of those exchanges that have a number of remaining requests. */
  static List<Sight> of(List<Exchange> exchanges, Predicate<Exchange> which) {
    return exchanges.stream()
        .filter(which)
        .flatMap(
            exchange ->
                LimitFields.main(exchange.answer().fields()).stream()
                    .filter(reading -> reading.remaining().isPresent())
                    .map(reading -> new Sight(exchange, reading)))
        .toList();
  }

  static List<Sight> ofLooks(List<Exchange> exchanges, String path) {
    return of(exchanges, exchange -> exchange.isLookAt(path));
  }

  int number() {
    return exchange.number();
  }

  long remaining() {
    return reading.remaining().orElseThrow();
  }

  static List<Integer> numbers(List<Sight> sights) {
    return sights.stream().map(Sight::number).sorted().distinct().toList();
  }

  /** All of them, in the order of sending. */
  static List<Sight> merged(List<Sight> a, List<Sight> b) {
    return Stream.concat(a.stream(), b.stream())
        .sorted(Comparator.comparingInt(Sight::number))
        .toList();
  }
}
