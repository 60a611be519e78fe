package io.tallygate.gateway.usage;

import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.Decision;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.policy.ErrorCode;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop counts until it is gathered: a table from caller, group and minute to a cell,
 * and the first refusals of each. Used again and again, so that counting allocates next to nothing.
 * Not thread-safe.
 */
final class Batch {

  /** Cells at most: some 6 MB. A call that finds none free is only counted as lost. */
  static final int CELLS_MAX = 1 << 16;

  /** From here on it wants to be gathered before its time. */
  static final int CELLS_MANY = CELLS_MAX / 2;

  /** Refusals that are noted one by one. */
  static final int REFUSALS_MAX = 1 << 12;

  /** Of one cell. */
  static final int REFUSALS_OF_CELL_MAX = 16;

  private static final int CELLS_FIRST = 1 << 8;
  private static final int MICROS_PER_MINUTE = 60_000_000;
  private static final int THOUSAND = 1_000;

  private @Nullable Cell[] table = new Cell[2 * CELLS_FIRST]; // open addressing, half full at most
  private Cell[] cells = new Cell[CELLS_FIRST]; // in the order of coming; kept for the next time
  private int size;
  private Refusal[] refusals = new Refusal[0];
  private int refused;
  private long lost;

  /** A refused call, as far as it is noted while others wait. */
  static final class Refusal {
    private String caller = "";
    private String group = "";
    private String method = "";
    private Match match = new Match.Other();
    private ErrorCode code = ErrorCode.RATE_LIMITED;
    private long micros;

    String caller() {
      return caller;
    }

    String group() {
      return group;
    }

    String method() {
      return method;
    }

    Match match() {
      return match;
    }

    ErrorCode code() {
      return code;
    }

    long micros() {
      return micros;
    }
  }

  /** Counts a call. */
  void add(EndedCall call) {
    Cell cell = cell(call.identity(), call.group(), minute(call.startedMicros()));
    if (cell == null) {
      lost++;
      return;
    }
    Decision counted = call.counted();
    ErrorCode answered = call.answered();
    boolean admitted = counted != null ? counted.isAdmitted() : isAdmitted(answered);
    if (!admitted) {
      cell.refused++;
      note(cell, call, answered);
    } else {
      cell.admitted++;
      if (call.status() >= 500) {
        cell.failed++;
      }
    }
    if (counted != null) {
      near(cell, counted);
    }
  }

  /** Of a call that no key's limits were asked about. */
  private static boolean isAdmitted(@Nullable ErrorCode answered) {
    return answered == null
        || answered == ErrorCode.UPSTREAM_UNREACHABLE
        || answered == ErrorCode.UPSTREAM_BROKEN
        || answered == ErrorCode.UPSTREAM_TIMEOUT;
  }

  static int minute(long micros) {
    return (int) (micros / MICROS_PER_MINUTE);
  }

  private static void near(Cell cell, Decision counted) {
    int shown = counted.shown();
    long count = counted.count(shown);
    long used = count - counted.remaining(shown);
    boolean isNear = 2 * used >= count && counted.algorithm(shown) != Algorithm.IN_FLIGHT;
    cell.nearThousandths = isNear ? (int) (used * THOUSAND / count) : 0;
    cell.nearResetSecond = isNear ? counted.resetSecond(shown) : 0;
  }

  private void note(Cell cell, EndedCall call, @Nullable ErrorCode answered) {
    if (cell.caller.isEmpty()
        || answered == null
        || refused == REFUSALS_MAX
        || cell.refusalsNoted == REFUSALS_OF_CELL_MAX) {
      return;
    }
    if (refused == refusals.length) {
      int from = refusals.length;
      refusals = Arrays.copyOf(refusals, Math.max(2 * from, 64));
      for (int i = from; i < refusals.length; i++) {
        refusals[i] = new Refusal();
      }
    }
    cell.refusalsNoted++;
    Refusal refusal = refusals[refused++];
    refusal.caller = cell.caller;
    refusal.group = cell.group;
    refusal.method = call.methodName();
    refusal.match = call.match();
    refusal.code = answered;
    refusal.micros = call.startedMicros();
  }

  /** The cell that counts it; null if there is no room for one more. */
  private @Nullable Cell cell(String caller, String group, int minute) {
    int at = place(caller, group, minute);
    Cell present = table[at];
    if (present != null) {
      return present;
    }
    if (size == CELLS_MAX) {
      return null;
    }
    if (size == cells.length) {
      grow();
      at = place(caller, group, minute);
    }
    Cell taken = cells[size];
    if (taken == null) {
      taken = new Cell();
      cells[size] = taken;
    }
    size++;
    taken.begin(caller, group, minute);
    table[at] = taken;
    return taken;
  }

  private int place(String caller, String group, int minute) {
    int mask = table.length - 1;
    int at = hash(caller, group, minute) & mask;
    while (true) {
      Cell present = table[at];
      if (present == null || present.is(caller, group, minute)) {
        return at;
      }
      at = (at + 1) & mask;
    }
  }

  /** Of texts that are hashed once in their life, for they come from the keys and the policy. */
  private static int hash(String caller, String group, int minute) {
    int mixed = (caller.hashCode() * 31 + group.hashCode() + minute) * 0x9E37_79B9;
    return mixed ^ (mixed >>> 15);
  }

  private void grow() {
    cells = Arrays.copyOf(cells, 2 * cells.length);
    table = new Cell[2 * cells.length];
    for (int i = 0; i < size; i++) {
      Cell cell = cells[i];
      table[place(cell.caller, cell.group, cell.minute)] = cell;
    }
  }

  int size() {
    return size;
  }

  /** Calls that found no cell. */
  long lost() {
    return lost;
  }

  /** The cells stay this batch's: they are counted with again. */
  void forEach(Consumer<Cell> consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(cells[i]);
    }
  }

  void forEachRefusal(Consumer<Refusal> consumer) {
    for (int i = 0; i < refused; i++) {
      consumer.accept(refusals[i]);
    }
  }

  /** Makes it empty, and small again if it was much too large. */
  void clear() {
    if (cells.length > CELLS_FIRST && size < cells.length / 8) {
      cells = Arrays.copyOf(cells, cells.length / 2);
      table = new Cell[2 * cells.length];
    } else {
      Arrays.fill(table, null);
    }
    size = 0;
    refused = 0;
    lost = 0;
  }
}
