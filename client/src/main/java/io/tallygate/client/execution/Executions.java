package io.tallygate.client.execution;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.client.LimitView;
import io.tallygate.client.RateLimited;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Awaits what a server does after it has answered. A webhook tells the end of it; where none comes,
 * polls do, all together within the key's limit for polls. Thread-safe; one for each key and kind
 * of work.
 *
 * @param <T> what comes of an execution
 */
public final class Executions<T> implements AutoCloseable {

  /*
   *   await ──► due after `first` ──► poll, when the budget allows one ──► still runs ─┐
   *     │                 ▲                       │                                    │
   *     │                 └── after half its age, first to longest ────────────────────┘
   *     │                                         └──► over ──► the future completes
   *     └── tell, by a webhook, at any time, also before await ──────────►
   *
   * An execution's looks are at 1, 2, 3, 4.5, 6.75 ... s of its age, so that one that takes long
   * costs few, and each is found at most half of its time late. When more are due than the budget
   * allows, the one that was due first goes first, and all of them wait longer.
   *
   * With webhooks the first look is after `longest`: it finds those whose webhook was lost.
   */

  private static final int FAILURES_MAX = 10;
  private static final int EARLY_MAX = 10_000;

  private final Poll<T> poll;
  private final Supplier<List<LimitView>> limits;
  private final ExecutionsConfig config;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock, which is never held while a future completes or a poll goes out.
  private final Map<String, Awaited<T>> awaited = new HashMap<>();
  private final PriorityQueue<Awaited<T>> queue = new PriorityQueue<>(Awaited::compareTo);
  private final Map<String, T> early =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > EARLY_MAX;
        }
      };
  private final Budget budget;
  private @Nullable CompletableFuture<Void> alarm;
  private long alarmNanos;
  private long sequence;
  private long polls;
  private int underWay;
  private boolean hasWebhooks;
  private boolean isClosed;

  private Executions(Poll<T> poll, Supplier<List<LimitView>> limits, ExecutionsConfig config) {
    this.poll = poll;
    this.limits = limits;
    this.config = config;
    this.budget = new Budget(now());
  }

  /**
   * Awaits by polls until {@link #expectWebhooks}.
   *
   * @param limits what is known of the limits that polls meet, as {@code LimitedClient.limits()}
   *     tells them; empty if nothing is
   */
  public static <T> Executions<T> of(
      Poll<T> poll, Supplier<List<LimitView>> limits, ExecutionsConfig config) {
    return new Executions<>(poll, limits, config);
  }

  /** From now on webhooks tell the ends, and polls only look for what they have missed. */
  public void expectWebhooks() {
    locked(() -> hasWebhooks = true);
  }

  /**
   * What comes of an execution. The future fails with a {@code TimeoutException} after {@code
   * maxWait}, with a {@code CancellationException} when this is closed, and as the poll fails.
   * Cancelling it spares the polls that it would have cost.
   *
   * @throws IllegalArgumentException if more are awaited than {@code waitingMax}
   */
  public CompletableFuture<T> await(String id) {
    CompletableFuture<T> result = locked(() -> enter(id));
    pump();
    return result;
  }

  private CompletableFuture<T> enter(String id) {
    if (isClosed) {
      return CompletableFuture.failedFuture(new CancellationException("executions are closed"));
    }
    T told = early.remove(id);
    if (told != null) {
      return CompletableFuture.completedFuture(told);
    }
    Awaited<T> execution = awaited.get(id);
    if (execution == null) {
      require(
          awaited.size() < config.waitingMax(),
          "executions awaited at the same time must be at most %s: awaited=%s",
          config.waitingMax(),
          awaited.size());
      execution = new Awaited<>(id, now(), sequence++);
      execution.dueNanos = now() + (hasWebhooks ? config.longest() : config.first()).toNanos();
      awaited.put(id, execution);
      queue.add(execution);
    }
    execution.waiters++;
    CompletableFuture<T> result = execution.outcome.copy();
    Awaited<T> waitedFor = execution;
    result.whenComplete(
        (outcome, failure) -> {
          if (result.isCancelled()) {
            locked(() -> leave(waitedFor));
          }
        });
    return result;
  }

  private boolean leave(Awaited<T> execution) {
    execution.waiters--;
    return execution.waiters == 0
        && awaited.remove(execution.id, execution)
        && queue.remove(execution);
  }

  /**
   * Says what came of an execution, as a webhook tells it. May come before {@link #await}: the last
   * 10,000 of those are remembered.
   */
  public void tell(String id, T outcome) {
    Optional<Awaited<T>> execution =
        locked(
            () -> {
              Awaited<T> found = awaited.remove(id);
              if (found == null && !isClosed) {
                early.put(id, outcome);
              }
              return Optional.ofNullable(found);
            });
    execution.ifPresent(it -> it.outcome.complete(outcome));
  }

  /** How many are awaited now. */
  public int waiting() {
    return locked(awaited::size);
  }

  /** How many polls have gone out so far. */
  public long polls() {
    return locked(() -> polls);
  }

  /** Lets out the polls whose turn it is, and sets the alarm for the next. */
  private void pump() {
    List<Awaited<T>> due = new ArrayList<>();
    locked(
        () -> {
          takeDue(due);
          return true;
        });
    due.forEach(this::look);
  }

  private void takeDue(List<Awaited<T>> due) {
    while (!isClosed && underWay < config.pollsMax()) {
      Awaited<T> first = queue.peek();
      if (first == null) {
        return;
      }
      if (awaited.get(first.id) != first) {
        queue.remove(); // it was told, or nobody waits any more
        continue;
      }
      long now = now();
      long wait = first.dueNanos - now;
      if (wait <= 0) {
        wait = budget.waitNanos(limits.get(), wall(), now);
      }
      if (wait > 0) {
        setAlarm(now + wait, wait);
        return;
      }
      queue.remove();
      budget.take();
      underWay++;
      polls++;
      due.add(first);
    }
  }

  private void setAlarm(long atNanos, long waitNanos) {
    CompletableFuture<Void> set = alarm;
    if (set != null && !set.isDone()) {
      if (alarmNanos - atNanos == 0) {
        return;
      }
      set.cancel(false);
    }
    alarmNanos = atNanos;
    CompletableFuture<Void> next = config.surroundings().alarm().after(waitNanos);
    alarm = next;
    next.thenRunAsync(this::pump, config.surroundings().executor());
  }

  private void look(Awaited<T> execution) {
    CompletableFuture<Optional<T>> answer;
    try {
      answer = poll.poll(execution.id);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete(
        (outcome, failure) -> {
          if (failure == null) {
            looked(execution, outcome, null);
          } else {
            boolean isWrapped = failure instanceof CompletionException;
            Throwable cause = failure.getCause();
            looked(execution, Optional.empty(), isWrapped && cause != null ? cause : failure);
          }
        });
  }

  private void looked(Awaited<T> execution, Optional<T> outcome, @Nullable Throwable failure) {
    Optional<Throwable> end =
        locked(
            () -> {
              underWay--;
              execution.failures = failure == null ? 0 : execution.failures + 1;
              Optional<Throwable> last =
                  outcome.isPresent() ? Optional.empty() : last(execution, failure);
              if (outcome.isPresent() || last.isPresent()) {
                awaited.remove(execution.id, execution);
              } else {
                again(execution);
              }
              return last;
            });
    outcome.ifPresent(execution.outcome::complete);
    end.ifPresent(execution.outcome::completeExceptionally);
    pump();
  }

  /** Why an execution is no longer awaited; empty if it is. */
  private Optional<Throwable> last(Awaited<T> execution, @Nullable Throwable failure) {
    if (failure instanceof RateLimited limited) {
      execution.failures = 0; // it was not sent, or not carried out
      Instant now = wall();
      limited.resetAt().ifPresent(at -> budget.hold(now() + Duration.between(now, at).toNanos()));
    } else if (failure != null
        && (!(failure instanceof IOException) || execution.failures >= FAILURES_MAX)) {
      return Optional.of(failure);
    }
    if (now() - execution.startedNanos >= config.maxWait().toNanos()) {
      return Optional.of(
          new TimeoutException(
              "execution did not end in time: id=%s maxWait=%s"
                  .formatted(execution.id, config.maxWait())));
    }
    return Optional.empty();
  }

  private void again(Awaited<T> execution) {
    long ageNanos = now() - execution.startedNanos;
    long pause =
        Math.max(config.first().toNanos(), Math.min(ageNanos / 2, config.longest().toNanos()));
    execution.dueNanos = now() + pause;
    queue.add(execution);
  }

  private long now() {
    return config.surroundings().ticker().monotonicNanos();
  }

  private Instant wall() {
    return Instant.EPOCH.plusNanos(config.surroundings().ticker().wallMicros() * 1_000);
  }

  private <R> R locked(Supplier<R> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  /** Polls no more, and fails what is awaited. */
  @Override
  public void close() {
    List<Awaited<T>> left = new ArrayList<>();
    locked(
        () -> {
          isClosed = true;
          for (Iterator<Awaited<T>> all = awaited.values().iterator(); all.hasNext(); ) {
            left.add(all.next());
            all.remove();
          }
          queue.clear();
          early.clear();
          return alarm != null && alarm.cancel(false);
        });
    left.forEach(
        it -> it.outcome.completeExceptionally(new CancellationException("executions are closed")));
  }
}
