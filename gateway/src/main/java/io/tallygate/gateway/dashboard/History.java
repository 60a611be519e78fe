package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.usage.Counts;
import io.tallygate.gateway.usage.Grain;
import io.tallygate.gateway.usage.Moment;
import io.tallygate.gateway.usage.UsageHistory;
import io.tallygate.gateway.usage.UsageQuery;
import java.util.List;
import java.util.Optional;

/**
 * Calls over time, as a plot and the table beside it show them.
 *
 * @param title of both
 * @param state why there are no moments
 * @param from the first second that is shown, Unix
 */
record History(String title, State state, Grain grain, long from, List<Moment> moments) {

  /** Whether there is something to show. */
  enum State {
    SHOWN,
    /** Nothing was called in this time. */
    EMPTY,
    /** This gateway keeps no usage. */
    OFF,
    /** The database cannot be read now. */
    AWAY
  }

  static History of(Optional<UsageHistory> history, UsageQuery query, String title) {
    Grain grain = query.grain();
    long from = query.term().fromSecond();
    if (history.isEmpty()) {
      return new History(title, State.OFF, grain, from, List.of());
    }
    try {
      List<Moment> moments = history.get().moments(query);
      State state = moments.isEmpty() ? State.EMPTY : State.SHOWN;
      return new History(title, state, grain, from, moments);
    } catch (DataException e) {
      return new History(title, State.AWAY, grain, from, List.of());
    }
  }

  /** Over all of it. */
  Counts sum() {
    return moments.stream().map(Moment::counts).reduce(Counts.NONE, Counts::plus);
  }
}
