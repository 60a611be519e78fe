package io.tallygate.client;

import io.tallygate.client.backoff.Repeatable;
import io.tallygate.client.backoff.Schedule;
import io.tallygate.client.field.FieldReader;
import io.tallygate.client.field.Standing;
import io.tallygate.client.field.Standing.LimitStanding;
import io.tallygate.limiter.clock.Ticker;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All that a client knows of its limits, and who waits for which. Thread-safe. */
final class Ledger {

  /*
   * One lock guards all of it. It is held for a few microseconds, never while somebody waits, and
   * what waiters do next runs after it is released.
   */

  private final ReentrantLock lock = new ReentrantLock();
  private final ClientConfig config;
  private final Groups groups;

  Ledger(ClientConfig config) {
    this.config = config;
    this.groups = new Groups(config);
  }

  /** The group that a request belongs to, as far as is known. */
  Group group(Target target) {
    return locked(() -> groups.of(target));
  }

  /** Asks for a call's turn; if it is at once, the turn is complete when this returns. */
  Waiter enter(Group group, long waitNanos) {
    long now = now();
    Waiter waiter = new Waiter(new CompletableFuture<>(), now + waitNanos);
    List<Settled> then = new ArrayList<>();
    boolean isAtOnce =
        locked(
            () -> {
              if (group.startsAtOnce(now)) {
                return true;
              }
              group.queue.add(waiter);
              pump(group, now, then);
              return false;
            });
    if (isAtOnce) {
      waiter.turn().complete(null);
    }
    settle(group, then);
    return waiter;
  }

  /** A request ended without an answer. */
  void lost(Group group) {
    change(group, () -> group.ended());
  }

  /** Lets the others move up when a waiter has left. */
  void left(Group group) {
    change(group, () -> {});
  }

  /**
   * Takes in an answer's head.
   *
   * @return what its fields say, and of which group
   */
  Heard answered(Target target, Group group, Answer answer) {
    Standing standing = FieldReader.read(answer.fields(), ticker().wallMicros());
    List<Settled> then = new ArrayList<>();
    Group known =
        locked(
            () -> {
              // At once, or a call would go out on a unit that this answer has used.
              Group learned = groups.learn(target, group, standing);
              group.ended();
              group.answered();
              learn(learned, standing, answer);
              pump(learned, now(), then);
              if (learned != group) {
                group.leave().forEach(it -> then.add(new Settled(it, Settled.Outcome.MOVED, 0)));
              }
              return learned;
            });
    settle(known, then);
    if (known != group) {
      left(group);
    }
    return new Heard(standing, known.name);
  }

  private void learn(Group group, Standing standing, Answer answer) {
    long now = now();
    group.answered();
    for (LimitStanding limit : standing.limits()) {
      group
          .windows
          .computeIfAbsent(limit.name(), Window::new)
          .learn(limit, answer.sentNanos(), now);
    }
    if (standing.limits().isEmpty()) {
      group.windows.values().forEach(Window::learnNothing);
    }
    if (answer.status() == Repeatable.LIMITED) {
      hold(group, standing, answer, now);
    } else {
      group.served(answer.sentNanos());
    }
  }

  /**
   * The server's word first; where it gives none, or it was kept and did not help, the schedule.
   */
  private void hold(Group group, Standing standing, Answer answer, long now) {
    int refusals = group.refused(answer.sentNanos(), now);
    double dice = config.surroundings().dice().getAsDouble();
    Optional<Duration> word = word(standing);
    if (word.isEmpty()) {
      group.hold(now + Schedule.DOUBLING.waitNanos(refusals - 1, dice));
      return;
    }
    long wait = Math.max(group.exactly(now + word.get().toNanos()) - now, 0);
    long room = Math.max(config.maxWait().toNanos() - wait, 0);
    long spread = Math.min(Math.round(Schedule.spreadNanos(wait) * dice), room);
    long again = refusals > 1 ? Schedule.DOUBLING.waitNanos(refusals - 2, dice) : 0;
    group.hold(now + Math.max(wait + spread, again));
  }

  /** Retry-After, or the latest reset of the limits that are spent. */
  private static Optional<Duration> word(Standing standing) {
    return standing
        .retryAfter()
        .or(
            () ->
                standing.limits().stream()
                    .filter(limit -> limit.remaining().orElse(0) == 0)
                    .flatMap(limit -> limit.reset().stream())
                    .max(Duration::compareTo));
  }

  List<LimitView> views() {
    return locked(
        () -> {
          List<LimitView> views = new ArrayList<>();
          long now = now();
          for (Group group : groups.all()) {
            Optional<Instant> held =
                group.isHeld(now) ? Optional.of(wall(group.heldUntilNanos())) : Optional.empty();
            group.windows.values().forEach(window -> views.add(view(group, window, held)));
            if (group.windows.isEmpty() && held.isPresent()) {
              views.add(view(group, new Window(""), held));
            }
          }
          return List.copyOf(views);
        });
  }

  private LimitView view(Group group, Window window, Optional<Instant> held) {
    window.roll(now());
    OptionalLong count =
        window.count() == Window.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(window.count());
    OptionalLong left =
        window.knowsRemaining()
            ? OptionalLong.of(Math.max(window.left(group.underWay(), 0), 0))
            : OptionalLong.empty();
    Optional<Instant> reset =
        window.hasReset() ? Optional.of(wall(window.resetNanos())) : Optional.empty();
    return new LimitView(group.name, window.name, count, left, reset, held);
  }

  /** A moment of the monotonic clock, by the wall clock of now. */
  Instant wall(long nanos) {
    long micros = ticker().wallMicros();
    return Instant.ofEpochSecond(0, micros * 1_000L).plusNanos(nanos - now());
  }

  private void change(Group group, Runnable what) {
    List<Settled> then = new ArrayList<>();
    locked(
        () -> {
          what.run();
          pump(group, now(), then);
          return true;
        });
    settle(group, then);
  }

  private void pump(Group group, long now, List<Settled> then) {
    long next = group.pump(now, then);
    CompletableFuture<Void> set = group.alarm;
    if (next == Group.PENDING) {
      if (set != null) {
        group.alarm = null;
        set.cancel(false);
      }
    } else if (set == null || set.isDone() || group.alarmNanos != next) {
      if (set != null) {
        set.cancel(false);
      }
      group.alarmNanos = next;
      CompletableFuture<Void> alarm = config.surroundings().alarm().after(next - now);
      group.alarm = alarm;
      alarm.thenRunAsync(() -> change(group, () -> {}), config.surroundings().executor());
    }
  }

  private void settle(Group group, List<Settled> then) {
    for (Settled settled : then) {
      CompletableFuture<Void> turn = settled.waiter().turn();
      if (settled.outcome() == Settled.Outcome.LATE) {
        turn.completeExceptionally(new TurnTooLate(settled.atNanos()));
      } else if (settled.outcome() == Settled.Outcome.MOVED) {
        turn.completeExceptionally(new TurnMoved());
      } else if (!turn.complete(null)) {
        lost(group); // cancelled at this very moment: the turn goes to the next
      }
    }
  }

  private long now() {
    return ticker().monotonicNanos();
  }

  private Ticker ticker() {
    return config.surroundings().ticker();
  }

  private <T> T locked(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  /** What an answer told. */
  record Heard(Standing standing, String group) {}

  /** An answer's head, and when its request went out. */
  record Answer(int status, HttpHeaders fields, long sentNanos) {}
}
