package io.tallygate.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
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
public final class LimitedClient extends HttpClient {

  private final HttpClient inner;
  private final LimitedCall.Context context;

  private LimitedClient(HttpClient inner, ClientConfig config) {
    this.inner = inner;
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

  /**
   * Sends a request, when its turn comes.
   *
   * @throws RateLimited if the turn would come too late
   * @throws IOException as the wrapped client throws it, if the call may not be made again
   * @throws InterruptedException if the thread is interrupted, while it waits or while it sends
   */
  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> result = sendAsync(request, handler);
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw ofThisThread(e.getCause() == null ? e : e.getCause());
    }
  }

  /** The failure with this thread's trace; its type is kept, for programs catch it by type. */
  private static IOException ofThisThread(Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RateLimited limited) {
      limited.setStackTrace(new Throwable().getStackTrace());
      return limited;
    }
    return failure instanceof IOException io ? io : new IOException(failure);
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

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return inner.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return inner.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return inner.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return inner.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return inner.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return inner.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return inner.authenticator();
  }

  @Override
  public Version version() {
    return inner.version();
  }

  @Override
  public Optional<Executor> executor() {
    return inner.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return inner.newWebSocketBuilder();
  }
}
