package io.tallygate.client;

import io.tallygate.client.backoff.Repeatable;
import io.tallygate.client.cache.Freshness;
import io.tallygate.client.cache.Freshness.Use;
import io.tallygate.client.cache.Stored;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One GET through the cache. */
final class CachedCall<T> {

  /*
   *   stored and fresh ─────────────────────────────► the stored answer
   *   somebody else is asking ─► wait, look again ──► the stored answer, or ask
   *   ask, with the stored one's validators
   *        304 ─────────────────────────────────────► the stored answer, with newer fields
   *        RateLimited, and stale is allowed ───────► the stored answer
   *        else ────────────────────────────────────► the answer, kept if that is allowed
   *
   * A body streams to the program while it is copied for the cache; one that turns out longer than
   * bodyMax is not kept.
   */

  private static final int NOT_MODIFIED = 304;

  final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
  private final HttpRequest request;
  private final BodyHandler<T> handler;
  private final CachedClient.Context context;
  private final Stored.Key key;
  private final Duration rule;
  private volatile CompletableFuture<?> current = CompletableFuture.completedFuture(null);

  // Written by one step and read by the next, which happens after it.
  private Optional<Stored> stored = Optional.empty();
  private Use use = Use.MUST_VALIDATE;
  private HttpRequest asked;
  private long sentNanos;
  private @Nullable BodyCopy<T> copy;

  CachedCall(HttpRequest request, BodyHandler<T> handler, CachedClient.Context context) {
    this.request = request;
    this.asked = request;
    this.handler = handler;
    this.context = context;
    this.key = Stored.Key.of(request);
    this.rule = context.config().timeToLive().apply(request);
  }

  /** Starts the call. Cancelling the result ends it. */
  CompletableFuture<HttpResponse<T>> start() {
    look(null);
    result.whenComplete(
        (response, failure) -> {
          if (result.isCancelled()) {
            current.cancel(true);
          }
        });
    return result;
  }

  /**
   * Looks whether the cache has the answer.
   *
   * @param waitedFor the flight whose end this call has waited for; it waits for no other
   */
  private void look(@Nullable CompletableFuture<Void> waitedFor) {
    if (result.isDone()) {
      return;
    }
    stored = context.shelf().find(key).filter(it -> it.answers(request));
    use = stored.map(this::use).orElse(Use.MUST_VALIDATE);
    if (stored.isPresent() && use == Use.FRESH) {
      replay(stored.get());
      return;
    }
    CompletableFuture<Void> flight = new CompletableFuture<>();
    CompletableFuture<Void> other = context.flights().putIfAbsent(key, flight);
    if (other != null && waitedFor == null) {
      other.whenComplete((ignored, failure) -> look(other));
      return;
    }
    if (other == null) {
      result.whenComplete(
          (response, failure) -> {
            context.flights().remove(key, flight);
            flight.complete(null);
          });
    }
    ask();
  }

  private Use use(Stored kept) {
    return Freshness.use(kept.fields(), request, kept.ageSeconds(now()), rule);
  }

  private void ask() {
    asked = stored.map(this::conditional).orElse(request);
    sentNanos = now();
    CompletableFuture<HttpResponse<T>> sent;
    try {
      sent = context.inner().sendAsync(asked, this::subscriber);
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    current = sent;
    sent.whenComplete(
        (response, failure) -> {
          try {
            if (failure != null) {
              failed(failure);
            } else {
              answered(response);
            }
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
  }

  /** The request with the stored answer's validators (RFC 9111, section 4.3.1). */
  private HttpRequest conditional(Stored kept) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request, (name, value) -> true);
    kept.fields().firstValue("ETag").ifPresent(it -> builder.setHeader("If-None-Match", it));
    kept.fields()
        .firstValue("Last-Modified")
        .ifPresent(it -> builder.setHeader("If-Modified-Since", it));
    return builder.build();
  }

  private BodySubscriber<T> subscriber(ResponseInfo head) {
    if (isAnsweredByStored(head.statusCode())) {
      return discard();
    }
    BodySubscriber<T> subscriber = handler.apply(head);
    if (!Freshness.isStorable(head.statusCode(), head.headers(), rule)) {
      return subscriber;
    }
    copy = new BodyCopy<>(subscriber, context.config().bodyMax());
    return copy;
  }

  /** Whether the stored answer is given out in place of one with this status. */
  private boolean isAnsweredByStored(int status) {
    return stored.isPresent()
        && (status == NOT_MODIFIED || (status == Repeatable.LIMITED && use == Use.VALIDATE));
  }

  @SuppressWarnings("NullAway") // nobody sees the body of an answer that is not the result
  private static <T> BodySubscriber<T> discard() {
    return BodySubscribers.replacing(null);
  }

  private void answered(HttpResponse<T> response) {
    if (stored.isPresent() && isAnsweredByStored(response.statusCode())) {
      Stored kept = stored.get();
      if (response.statusCode() == NOT_MODIFIED) {
        kept = kept.updated(response.headers(), born(response.headers()));
        context.shelf().put(key, kept);
      }
      replay(kept);
      return;
    }
    if (copy != null) {
      Stored.Head head = new Stored.Head(response.statusCode(), response.headers());
      copy.bytes()
          .ifPresent(
              bytes ->
                  context
                      .shelf()
                      .put(key, new Stored(request, head, bytes, born(response.headers()))));
    }
    result.complete(response);
  }

  private void failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RateLimited && stored.isPresent() && use == Use.VALIDATE) {
      replay(stored.get());
    } else {
      result.completeExceptionally(cause);
    }
  }

  /** When an answer that came now would have been made, had it never been on its way. */
  private long born(HttpHeaders fields) {
    long nowNanos = now();
    long wallSecond = Math.floorDiv(context.config().ticker().wallMicros(), 1_000_000L);
    long delaySeconds = (nowNanos - sentNanos) / 1_000_000_000L;
    long age = Freshness.initialAgeSeconds(fields, wallSecond, delaySeconds);
    return nowNanos - Duration.ofSeconds(age).toNanos();
  }

  private void replay(Stored kept) {
    StoredResponse.replay(kept, request, handler, now())
        .whenComplete(
            (response, failure) -> {
              if (failure != null) {
                result.completeExceptionally(failure);
              } else {
                result.complete(response);
              }
            });
  }

  private long now() {
    return context.config().ticker().monotonicNanos();
  }
}
