package io.tallygate.client;

import io.tallygate.client.backoff.Repeatable;
import io.tallygate.client.backoff.Schedule;
import io.tallygate.client.field.Standing;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of the program, with all its waits and requests. */
final class LimitedCall<T> {

  /*
   *            ┌──────────── refused, or worth another try ────────────┐
   *            ▼                                                       │
   *   enter ─► turn ─► request ─► head ─► judge ─► body ─► result      │
   *            │                              └────────────────────────┘
   *            └─► RateLimited
   *
   * What will be judged is known when the head is here, so the body of an answer that is not the
   * result never reaches the program's BodyHandler: it would, say, be written into its file.
   * Steps follow each other, on whatever thread completed the one before; none blocks.
   */

  private static final int SCHEDULE_LINES_MAX = 32;

  /** A turn that came sooner was there at once, and no wait. */
  private static final long NO_WAIT_NANOS = 1_000_000;

  /** How the program's HttpClient is asked. */
  interface Sender<T> extends Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> {}

  /** What an answer's head means for the call. */
  private enum Verdict {
    RESULT,
    REFUSED,
    AGAIN
  }

  final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
  private final HttpRequest request;
  private final BodyHandler<T> handler;
  private final Sender<T> sender;
  private final Context context;
  private final Target target;
  private final long maxWaitNanos;

  // Written by one step and read by the next, which happens after it; `current` also by cancel.
  private volatile CompletableFuture<?> current = CompletableFuture.completedFuture(null);
  private final List<String> schedule = new ArrayList<>();
  private Group group;
  private long waitedNanos;
  private long sentNanos;
  private int repeats;
  private int passing;
  private @Nullable Verdict verdict;
  private long againNanos;

  /** What all calls of a client share. */
  record Context(ClientConfig config, Ledger ledger) {

    long now() {
      return config.surroundings().ticker().monotonicNanos();
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    void tell(ClientEvent event) {
      try {
        config.listener().accept(event);
      } catch (RuntimeException e) {
        // A listener that fails is its own affair: the call goes on.
      }
    }
  }

  LimitedCall(HttpRequest request, BodyHandler<T> handler, Sender<T> sender, Context context) {
    this.request = request;
    this.handler = handler;
    this.sender = sender;
    this.context = context;
    this.maxWaitNanos = context.config().maxWait().toNanos();
    this.target = Target.of(request, context.config().groupRule());
    this.group = context.ledger().group(target);
  }

  /** Starts the call. Cancelling the result ends it wherever it is. */
  CompletableFuture<HttpResponse<T>> start() {
    enter();
    result.whenComplete(
        (response, failure) -> {
          if (result.isCancelled()) {
            current.cancel(true);
            context.ledger().left(group);
          }
        });
    return result;
  }

  private void enter() {
    if (result.isDone()) {
      return;
    }
    verdict = null;
    group = context.ledger().group(target);
    long enteredNanos = context.now();
    Waiter waiter = context.ledger().enter(group, maxWaitNanos - waitedNanos);
    boolean waits = !waiter.turn().isDone();
    if (waits) {
      context.tell(new ClientEvent.Waiting(group.name));
    }
    follow(
        waiter.turn(),
        (ignored, failure) -> {
          long nanos = context.now() - enteredNanos;
          waited(waits || nanos >= NO_WAIT_NANOS ? nanos : 0);
          if (failure instanceof TurnTooLate late) {
            giveUp(late);
          } else if (failure instanceof TurnMoved) {
            enter();
          } else if (failure == null) {
            send();
          } // else it was cancelled, and so was the result
        });
  }

  private void waited(long nanos) {
    if (nanos > 0) {
      waitedNanos += nanos;
      note("waited " + Duration.ofNanos(nanos));
    }
  }

  private void send() {
    if (result.isDone()) {
      context.ledger().lost(group);
      return;
    }
    sentNanos = context.now();
    context.tell(new ClientEvent.Sent(group.name, Duration.ofNanos(waitedNanos)));
    CompletableFuture<HttpResponse<T>> sent;
    try {
      sent = sender.apply(this::subscriber);
    } catch (RuntimeException e) { // such as a request without a scheme
      context.ledger().lost(group);
      result.completeExceptionally(e);
      return;
    }
    follow(sent, this::ended);
  }

  /** Called by the HttpClient when the head is here. */
  private HttpResponse.BodySubscriber<T> subscriber(HttpResponse.ResponseInfo head) {
    return judge(head.statusCode(), head.headers()) == Verdict.RESULT
        ? handler.apply(head)
        : discard();
  }

  @SuppressWarnings("NullAway") // nobody sees the body of an answer that is not the result
  private static <T> HttpResponse.BodySubscriber<T> discard() {
    return BodySubscribers.replacing(null);
  }

  private Verdict judge(int status, HttpHeaders fields) {
    Ledger.Answer answer = new Ledger.Answer(status, fields, sentNanos);
    Ledger.Heard heard = context.ledger().answered(target, group, answer);
    note("status " + status);
    context.tell(new ClientEvent.Answered(heard.group(), status));
    verdict = verdict(status, heard.standing());
    return verdict;
  }

  private Verdict verdict(int status, Standing standing) {
    Repeats allowed = context.config().repeats();
    boolean isRefused = status == Repeatable.LIMITED;
    if (allowed == Repeats.NONE
        || (allowed == Repeats.REFUSED && !isRefused)
        || !Repeatable.afterStatus(status, request)) {
      return Verdict.RESULT;
    }
    return isRefused ? Verdict.REFUSED : again(standing.retryAfter());
  }

  /** Whether another try fits into the wait and the number of tries that are left. */
  private Verdict again(Optional<Duration> word) {
    double dice = context.config().surroundings().dice().getAsDouble();
    againNanos =
        word.map(Duration::toNanos).orElseGet(() -> Schedule.DOUBLING.waitNanos(passing, dice));
    boolean fits =
        againNanos <= maxWaitNanos - waitedNanos && passing < Schedule.DOUBLING.repeatsMax();
    return fits ? Verdict.AGAIN : Verdict.RESULT;
  }

  private void ended(@Nullable HttpResponse<T> response, @Nullable Throwable failure) {
    if (failure != null || response == null) {
      // A call that was cancelled ends here, too: what is under way must be counted down.
      failed(failure == null ? new IllegalStateException("no response") : failure);
      return;
    }
    // A HttpClient that is none of the JDK's may not have asked for a subscriber.
    Verdict judged = verdict == null ? judge(response.statusCode(), response.headers()) : verdict;
    switch (judged) {
      case RESULT -> result.complete(response);
      case REFUSED -> refused();
      case AGAIN -> repeat("status " + response.statusCode());
    }
  }

  private void refused() {
    repeats++;
    context.tell(new ClientEvent.Repeating(group.name, "status 429", Duration.ZERO));
    enter(); // the group is held, and the turn comes when it no longer is
  }

  private void failed(Throwable failure) {
    if (verdict == null) {
      context.ledger().lost(group);
      context.tell(new ClientEvent.Lost(group.name));
    }
    note(failure.getClass().getSimpleName());
    boolean mayRepeat =
        context.config().repeats() == Repeats.SAFE
            && Repeatable.afterFailure(failure, request)
            && again(Optional.empty()) == Verdict.AGAIN;
    if (mayRepeat) {
      repeat(failure.getClass().getSimpleName());
      return;
    }
    if (passing + repeats > 0) {
      failure.addSuppressed(
          new RateLimited(
              "gave up after " + schedule.size() + " steps", Optional.empty(), schedule));
    }
    result.completeExceptionally(failure);
  }

  private void repeat(String reason) {
    passing++;
    context.tell(new ClientEvent.Repeating(group.name, reason, Duration.ofNanos(againNanos)));
    long beganNanos = context.now();
    Surroundings surroundings = context.config().surroundings();
    CompletableFuture<Void> alarm = surroundings.alarm().after(againNanos);
    CompletableFuture<Void> goneOn = alarm.thenRunAsync(() -> {}, surroundings.executor());
    follow(
        goneOn,
        (ignored, failure) -> {
          alarm.cancel(false); // if the call was cancelled, nobody needs it
          if (failure == null) {
            waited(context.now() - beganNanos);
            enter();
          }
        });
  }

  private void giveUp(TurnTooLate late) {
    boolean isKnown = late.atNanos != Group.PENDING;
    RateLimited failure =
        new RateLimited(
            "limit of " + group.name + " is spent, and the wait would be over " + maxWait(),
            isKnown ? Optional.of(context.ledger().wall(late.atNanos)) : Optional.empty(),
            schedule);
    context.tell(new ClientEvent.GivenUp(group.name, failure));
    result.completeExceptionally(failure);
  }

  private Duration maxWait() {
    return context.config().maxWait();
  }

  private void note(String line) {
    if (schedule.size() < SCHEDULE_LINES_MAX) {
      schedule.add(line);
    }
  }

  private interface Next<S> {
    void after(@Nullable S value, @Nullable Throwable failure);
  }

  /** Goes on when {@code step} is complete; a cancelled call cancels it. */
  private <S> void follow(CompletableFuture<S> step, Next<S> next) {
    current = step;
    step.whenComplete(
        (value, failure) -> {
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          try {
            next.after(value, cause);
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    if (result.isCancelled()) {
      step.cancel(true);
    }
  }
}
