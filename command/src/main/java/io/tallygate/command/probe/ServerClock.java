package io.tallygate.command.probe;

import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import java.util.List;

/** How far the API's clock is from this machine's. */
final class ServerClock {

  /*
   * An answer with Date: D was written within [D, D + 1 s) of the server's clock, and between
   * sending and receiving of ours. So server - ours lies in [D - received, D + 1 s - sent). All
   * answers together narrow it. Servers cut Date to the second, and some write it up to a second
   * late; so what may be less than a second is no difference.
   */

  private static final long SECOND_MILLIS = 1_000;

  private ServerClock() {}

  static Finding finding(List<Exchange> exchanges) {
    List<Exchange> dated = exchanges.stream().filter(it -> it.dateMillis().isPresent()).toList();
    List<Integer> proof = dated.stream().map(Exchange::number).toList();
    if (dated.isEmpty()) {
      return new CannotTell(Topic.CLOCK, List.of(), "no answer has a Date that can be read", proof);
    }
    long lowest = Long.MIN_VALUE;
    long highest = Long.MAX_VALUE;
    for (Exchange exchange : dated) {
      long date = exchange.serverMillis();
      lowest = Math.max(lowest, date - exchange.receivedMillis());
      highest = Math.min(highest, date + SECOND_MILLIS - exchange.sentMillis());
    }
    if (lowest - highest > SECOND_MILLIS) {
      return new CannotTell(
          Topic.CLOCK, List.of(), "the answers' Dates contradict each other", proof);
    }
    if (lowest <= SECOND_MILLIS && highest >= -SECOND_MILLIS) {
      return new Told(Topic.CLOCK, List.of(), "0", "agrees with this machine's to a second", proof);
    }
    long seconds = Math.round((lowest + highest) / 2_000.0);
    String way = seconds > 0 ? " ahead of this machine's" : " behind this machine's";
    return new Told(
        Topic.CLOCK, List.of(), String.valueOf(seconds), Math.abs(seconds) + " s" + way, proof);
  }
}
