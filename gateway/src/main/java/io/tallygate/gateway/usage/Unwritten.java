package io.tallygate.gateway.usage;

import io.tallygate.gateway.usage.UsageStore.Written;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one caller called within an hour, as far as it is not known to be written, by group.
 *
 * @param batch the number of the batch that was handed out last; 0 for none
 * @param handedOut what is in that batch, unless it is known to be written: whether the database
 *     has it only the database can say
 * @param waiting what is in no batch yet
 */
record Unwritten(long batch, Map<String, Counts> handedOut, Map<String, Counts> waiting) {

  Unwritten {
    handedOut = Map.copyOf(handedOut);
    waiting = Map.copyOf(waiting);
  }

  /**
   * Adds what the database has, each call once.
   *
   * @param written read after this was; empty is answered if a batch was written in between, that
   *     has some of what waited
   */
  Optional<Map<String, Counts>> plus(Written written) {
    if (written.batch() > batch) {
      return Optional.empty();
    }
    Map<String, Counts> sums = new HashMap<>(waiting);
    written.groups().forEach(one -> sums.merge(one.group(), one.counts(), Counts::plus));
    if (written.batch() < batch) {
      handedOut.forEach((group, counts) -> sums.merge(group, counts, Counts::plus));
    }
    return Optional.of(sums);
  }
}
