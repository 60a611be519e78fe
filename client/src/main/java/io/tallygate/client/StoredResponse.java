package io.tallygate.client;

import io.tallygate.client.cache.Stored;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;

/** A stored answer, as the program is given it. Immutable, as far as its body is. */
record StoredResponse<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
    implements HttpResponse<T> {

  /** An answer's head, as a BodyHandler is asked with. */
  private record Head(int statusCode, HttpHeaders headers, Version version)
      implements ResponseInfo {}

  /** Gives a stored answer's body to the program's handler, as if it had come from the network. */
  static <T> CompletableFuture<HttpResponse<T>> replay(
      Stored stored, HttpRequest request, BodyHandler<T> handler, long nowNanos) {
    HttpHeaders fields = withAge(stored, nowNanos);
    BodySubscriber<T> subscriber =
        handler.apply(new Head(stored.status(), fields, Version.HTTP_1_1));
    subscriber.onSubscribe(new OnePiece(subscriber, ByteBuffer.wrap(stored.body())));
    return subscriber
        .getBody()
        .<HttpResponse<T>>thenApply(
            body -> new StoredResponse<>(request, stored.status(), fields, body))
        .toCompletableFuture();
  }

  /** A cache says how old its answer is (RFC 9111, section 5.1). */
  private static HttpHeaders withAge(Stored stored, long nowNanos) {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.putAll(stored.fields().map());
    fields.put("Age", List.of(Long.toString(stored.ageSeconds(nowNanos))));
    return HttpHeaders.of(fields, (name, value) -> true);
  }

  /** Delivers all bytes at the first demand. */
  private record OnePiece(BodySubscriber<?> subscriber, ByteBuffer bytes, AtomicBoolean isDone)
      implements Flow.Subscription {

    OnePiece(BodySubscriber<?> subscriber, ByteBuffer bytes) {
      this(subscriber, bytes, new AtomicBoolean());
    }

    @Override
    public void request(long n) {
      if (!isDone.getAndSet(true)) {
        if (bytes.hasRemaining()) {
          subscriber.onNext(List.of(bytes.asReadOnlyBuffer()));
        }
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      isDone.set(true);
    }
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }
}
