package io.tallygate.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A drop-in for an {@link HttpClient} that keeps to the limits of the APIs it calls. Thread-safe;
 * all threads of a program should share one.
 *
 * <p>Before each request it waits while its limit is spent; after each it reads what the fields
 * say; what was refused, or failed in passing, it makes again where that is safe. A call waits at
 * most {@link ClientConfig#maxWait} in all. Where that would not do it fails at once with {@link
 * RateLimited}, and no request goes out.
 *
 * <p>Interrupting {@code send} and cancelling the future of {@code sendAsync} end a call while it
 * waits, too. Closing, where a JDK has it, is the wrapped client's.
 */
public final class LimitedClient extends WrappedClient {

  private final LimitedCall.Context context;

  private LimitedClient(HttpClient inner, ClientConfig config) {
    super(inner);
    this.context = new LimitedCall.Context(config, new Ledger(config));
  }

  /** Wraps a client as {@link ClientConfig#DEFAULT} says. */
  public static LimitedClient of(HttpClient inner) {
    return of(inner, ClientConfig.DEFAULT);
  }

  public static LimitedClient of(HttpClient inner, ClientConfig config) {
    return new LimitedClient(inner, config);
  }

  /** What is known of all limits at this moment. */
  public List<LimitView> limits() {
    return context.ledger().views();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return new LimitedCall<>(request, handler, it -> inner.sendAsync(request, it), context).start();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    LimitedCall.Sender<T> sender = it -> inner.sendAsync(request, it, pushes);
    return new LimitedCall<>(request, handler, sender, context).start();
  }
}
