package io.tallygate.sandbox.execution;

import io.tallygate.sandbox.file.FileLibrary;
import io.tallygate.sandbox.store.Execution;
import io.tallygate.sandbox.store.Execution.Call;
import io.tallygate.sandbox.store.Execution.Progress;
import io.tallygate.sandbox.store.Execution.State;
import io.tallygate.sandbox.store.ExecutionTable;
import io.tallygate.sandbox.store.Id;
import io.tallygate.sandbox.store.Member;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.sandbox.store.Refusal.Reason;
import io.tallygate.sandbox.store.SandboxDatabase;
import io.tallygate.sandbox.store.StoredFile;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All executions: in memory for whoever asks, in the database so that none is lost. Thread-safe.
 */
public final class Executions {

  /*
   *            +--- cancelled while it waits ----------------+
   *            |                                             v
   *   PENDING -+-> RUNNING --> SUCCEEDED | FAILED | CANCELLED
   *                 |   ^
   *                 +---+ begun again after the process was killed, ATTEMPTS_MAX times
   *
   * Each arrow is one transaction, taken only from the states that it starts in. What was made is
   * put into the database by the very transaction that says SUCCEEDED: none is lost, none is there
   * twice.
   *
   * Invariants (the test of each has its name):
   *   execution_terminal_neverChanges
   *   killed_executions_noneLostNoneTwice
   */

  /** So many are known; beyond, the oldest that is over is forgotten. */
  public static final int KEPT_MAX = 100_000;

  /** An execution that was under way when the process was killed so often fails. */
  static final int ATTEMPTS_MAX = 3;

  /** Of one key at most this many wait, or a tenth of all, if that is more. */
  static final int WAITING_EACH_MAX = 1_000;

  private final SandboxDatabase database;
  private final FileLibrary library;
  private final InstantSource clock;
  private final ExecutionEvents events;
  private final FairQueue queue;
  private final AtomicLong sequence = new AtomicLong();
  private final Map<String, Execution> byId = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, String> bySequence = new ConcurrentSkipListMap<>();
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /**
   * @param waitingMax so many wait at most
   */
  public Executions(
      SandboxDatabase database, ExecutionEvents events, InstantSource clock, int waitingMax) {
    this.database = database;
    this.events = events;
    this.library = events.library();
    this.clock = clock;
    this.queue = new FairQueue(waitingMax, Math.max(WAITING_EACH_MAX, waitingMax / 10));
    database.read(ExecutionTable::all).forEach(this::remember);
    byId.values().forEach(it -> sequence.accumulateAndGet(it.sequence(), Math::max));
  }

  /** Lets what a former process left go on: first what was running. */
  void resume() {
    for (State state : List.of(State.RUNNING, State.PENDING)) {
      for (String id : List.copyOf(bySequence.values())) {
        Execution execution = byId.get(id);
        if (execution != null && execution.progress().state() == state) {
          if (execution.progress().attempts() >= ATTEMPTS_MAX) {
            end(id, progress -> progress.failed(clock.millis(), tooOften()), List.of());
          } else {
            queue.put(execution.member().key(), id);
          }
        }
      }
    }
  }

  private static String tooOften() {
    return "sandbox ended while this was running: times=" + ATTEMPTS_MAX;
  }

  private void remember(Execution execution) {
    byId.put(execution.id(), execution.with(execution.progress()));
    bySequence.put(execution.sequence(), execution.id());
  }

  /**
   * Takes a call; it is on the disk when this returns.
   *
   * @throws Refusal if too many wait
   */
  public Execution start(Member member, Call call) {
    Execution execution =
        new Execution(
            sequence.incrementAndGet(),
            Id.EXECUTION.random(),
            member,
            call,
            Progress.created(clock.millis()));
    forgetOldest();
    return database.write(
        handle -> {
          if (!queue.hasRoom(member.key())) { // who writes is alone, so none comes in between
            throw new Refusal(Reason.BUSY, "too many executions wait; try again later");
          }
          ExecutionTable.insert(handle, execution);
          return execution;
        },
        written -> {
          remember(written);
          queue.put(member.key(), written.id());
        });
  }

  private void forgetOldest() {
    if (byId.size() < KEPT_MAX) {
      return;
    }
    for (String id : bySequence.values()) {
      Execution oldest = byId.get(id);
      if (oldest != null && oldest.progress().state().isTerminal()) {
        database.write(
            handle -> {
              ExecutionTable.delete(handle, id);
              return oldest;
            },
            gone -> {
              byId.remove(gone.id());
              bySequence.remove(gone.sequence());
            });
        return;
      }
    }
  }

  /**
   * A team's execution, from memory.
   *
   * @throws Refusal if there is none, also if it is another team's
   */
  public Execution require(String team, String id) {
    Execution execution = byId.get(id);
    if (execution == null || !execution.member().team().equals(team)) {
      throw new Refusal(Reason.NOT_FOUND, "execution is not there: toolExecutionId=" + id);
    }
    return execution;
  }

  /** Cancels it, unless it is over: then nothing happens. */
  public void cancel(String team, String id) {
    require(team, id);
    end(id, progress -> progress.cancelled(clock.millis()), List.of());
    queue.remove(id);
    Running job = running.get(id);
    if (job != null) {
      job.cancel();
    }
  }

  FairQueue queue() {
    return queue;
  }

  Optional<Execution> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Notes that it runs.
   *
   * @return false if it was cancelled before
   */
  boolean begin(String id, Running job) {
    running.put(id, job);
    return change(id, Progress::begun, List.of());
  }

  void done(String id) {
    running.remove(id);
  }

  /**
   * Ends it, with its event.
   *
   * @param made files that come to be with its end
   * @return false if it was over already: then nothing was written
   */
  boolean end(String id, UnaryOperator<Progress> end, List<StoredFile> made) {
    return change(id, end, made);
  }

  private boolean change(String id, UnaryOperator<Progress> change, List<StoredFile> made) {
    AtomicReference<@Nullable Execution> changed = new AtomicReference<>();
    database.write(
        handle -> {
          Execution before = byId.get(id); // who writes is alone, so it is the newest
          if (before != null && !before.progress().state().isTerminal()) {
            Execution after = before.with(change.apply(before.progress()));
            ExecutionTable.update(handle, after);
            library.put(handle, made);
            if (after.progress().state().isTerminal()) {
              events.publish(handle, after, made);
            }
            changed.set(after);
          }
          return made;
        },
        written -> {
          Execution after = changed.get();
          if (after != null) {
            library.remember(written);
            byId.put(id, after);
          }
        });
    return changed.get() != null;
  }
}
