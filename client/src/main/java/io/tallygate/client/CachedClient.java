package io.tallygate.client;

import io.tallygate.client.cache.Freshness;
import io.tallygate.client.cache.Shelf;
import io.tallygate.client.cache.Stored;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A drop-in for an {@link HttpClient} with a private cache (RFC 9111) in memory. Thread-safe.
 *
 * <p>Put it around a {@link LimitedClient}: what the cache answers costs no unit, and while the
 * limit is spent it answers with what it has, even if that is stale, unless the server forbade it
 * ({@code must-revalidate}, {@code no-cache}). Requests for one thing that come together are one
 * request. What is asked for with different credentials is kept apart.
 */
public final class CachedClient extends WrappedClient {

  private final Context context;

  /** What all calls of a client share; {@code flights} are the requests that others wait for. */
  record Context(
      HttpClient inner,
      CacheConfig config,
      Shelf shelf,
      ConcurrentMap<Stored.Key, CompletableFuture<Void>> flights) {}

  private CachedClient(HttpClient inner, CacheConfig config) {
    super(inner);
    Shelf shelf = new Shelf(config.bytesMax());
    this.context = new Context(inner, config, shelf, new ConcurrentHashMap<>());
  }

  /** Keeps answers of this client as the configuration says. */
  public static CachedClient of(HttpClient inner, CacheConfig config) {
    return new CachedClient(inner, config);
  }

  /** How many answers are kept. */
  public int size() {
    return context.shelf().size();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    if (Freshness.concerns(request)) {
      return new CachedCall<>(request, handler, context).start();
    }
    CompletableFuture<HttpResponse<T>> sent = inner.sendAsync(request, handler);
    sent.thenAccept(
        response -> {
          if (Freshness.invalidates(request.method(), response.statusCode())) {
            context.shelf().remove(request.uri());
          }
        });
    return sent;
  }

  /** Answers with push promises pass by the cache. */
  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    return pushes == null ? sendAsync(request, handler) : inner.sendAsync(request, handler, pushes);
  }
}
