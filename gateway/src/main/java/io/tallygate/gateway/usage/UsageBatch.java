package io.tallygate.gateway.usage;

import java.util.List;

/**
 * What is to be added to the kept counts, all of it or nothing.
 *
 * @param writer names one run of a gateway, as no other run is named
 * @param number of the batch, growing with each of the writer
 */
public record UsageBatch(String writer, long number, List<UsageRow> hours, List<UsageRow> minutes) {

  public UsageBatch {
    hours = List.copyOf(hours);
    minutes = List.copyOf(minutes);
  }

  public int size() {
    return hours.size() + minutes.size();
  }
}
