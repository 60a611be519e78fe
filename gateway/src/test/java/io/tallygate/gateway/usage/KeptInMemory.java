package io.tallygate.gateway.usage;

import io.tallygate.gateway.key.DataException;
import io.tallygate.gateway.key.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store without a disk, that can be down, and can lose its answer when all was done. */
final class KeptInMemory implements UsageStore {

  final Map<String, Counts> hours = new HashMap<>();
  final Map<String, Counts> minutes = new HashMap<>();
  private final Map<String, Long> last = new HashMap<>();
  final List<Long> tidied = new ArrayList<>();
  volatile boolean down;
  volatile boolean losesAnswer;
  volatile int transactions;
  volatile boolean closed;

  /** What happens when a batch is written and its answer is still on its way. */
  volatile Runnable onCommitted = () -> {};

  /** What happens right before a read, once. */
  volatile Runnable beforeRead = () -> {};

  static String at(String caller, String group, long second) {
    return caller + " " + group + " " + second;
  }

  @Override
  public synchronized void add(UsageBatch batch) {
    if (down) {
      throw new DataException(DataException.Reason.UNAVAILABLE, "database failed: it is down");
    }
    if (last.getOrDefault(batch.writer(), 0L) < batch.number()) {
      last.put(batch.writer(), batch.number());
      batch.hours().forEach(row -> add(hours, row));
      batch.minutes().forEach(row -> add(minutes, row));
      transactions++;
      onCommitted.run();
    }
    if (losesAnswer) {
      losesAnswer = false;
      throw new DataException(DataException.Reason.UNAVAILABLE, "database failed: no answer");
    }
  }

  private static void add(Map<String, Counts> rows, UsageRow row) {
    rows.merge(at(row.caller(), row.group(), row.startSecond()), row.counts(), Counts::plus);
  }

  @Override
  public boolean tidy(long second) {
    tidied.add(second);
    return false;
  }

  @Override
  public long cut() {
    return 0;
  }

  @Override
  public Page<UsageRow> rows(UsageQuery query, Page.Request page) {
    return new Page<>(List.of(), "");
  }

  @Override
  public synchronized List<GroupCounts> groups(UsageQuery query) {
    List<GroupCounts> groups = new ArrayList<>();
    String start = query.who().caller() + " ";
    String end = " " + query.term().fromSecond();
    hours.forEach(
        (at, counts) -> {
          if (at.startsWith(start) && at.endsWith(end)) {
            groups.add(new GroupCounts(at.split(" ", -1)[1], counts));
          }
        });
    return groups;
  }

  @Override
  public Written written(UsageQuery query, String writer) {
    Runnable first = beforeRead;
    beforeRead = () -> {};
    first.run();
    synchronized (this) {
      return new Written(groups(query), last.getOrDefault(writer, 0L));
    }
  }

  @Override
  public List<Moment> moments(UsageQuery query) {
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
  }
}
