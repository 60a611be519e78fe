package io.tallygate.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A client around another: {@code send} is {@code sendAsync} waited for, all else is the inner's.
 */
abstract class WrappedClient extends HttpClient {

  final HttpClient inner;

  WrappedClient(HttpClient inner) {
    this.inner = inner;
  }

  /**
   * Sends a request.
   *
   * @throws RateLimited if its turn would come too late
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
