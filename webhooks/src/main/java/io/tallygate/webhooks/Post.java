package io.tallygate.webhooks;

import io.tallygate.webhooks.destination.Addresses;
import io.tallygate.webhooks.destination.TargetException;
import io.tallygate.webhooks.destination.TargetUrl;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes single attempts: one request, signed, to an address that was looked at, without following
 * redirects, without cookies and proxies, and over when its time is. Thread-safe.
 */
final class Post implements AutoCloseable {

  private static final int CONNECTIONS_MAX = 64;
  private static final String USER_AGENT = "Tallygate-Webhooks/1";

  private final Addresses addresses;
  private final Duration timeout;
  private final ScheduledExecutorService timer;
  private final CloseableHttpClient client;

  /**
   * Prepares.
   *
   * @param timeout for all of an attempt
   * @param timer ends attempts whose time is over
   */
  Post(Addresses addresses, Duration timeout, ScheduledExecutorService timer) {
    this.addresses = addresses;
    this.timeout = timeout;
    this.timer = timer;
    Timeout each = Timeout.of(timeout);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new LookedAt(addresses))
                    .setMaxConnTotal(CONNECTIONS_MAX)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(each)
                            .setSocketTimeout(each)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(each)
                    .setConnectionRequestTimeout(each)
                    .setRedirectsEnabled(false)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent(USER_AGENT)
            .build();
  }

  /** Finds no address that was not looked at. */
  private record LookedAt(Addresses addresses) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return addresses.of(host).toArray(InetAddress[]::new);
    }

    @Override
    public @Nullable String resolveCanonicalHostname(String host) {
      return null;
    }
  }

  /**
   * Makes one attempt and waits for its end.
   *
   * @param second Unix seconds, of now
   */
  Attempt send(DueDelivery delivery, long second) {
    HttpPost request;
    try {
      request = new HttpPost(TargetUrl.parse(delivery.url(), addresses.reach()).uri());
    } catch (TargetException e) { // what may be reached has changed since it was made
      return new Attempt.Failed(String.valueOf(e.getMessage()));
    }
    byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
    request.setHeader("webhook-id", delivery.messageId());
    request.setHeader("webhook-timestamp", Long.toString(second));
    request.setHeader(
        "webhook-signature", Signature.of(delivery.secret(), delivery.messageId(), second, body));
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    ScheduledFuture<?> end =
        timer.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
      return attempt(response);
    } catch (TargetException e) {
      return new Attempt.Failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Attempt.Failed(request.isCancelled() ? "no answer in time" : cause(e));
    } finally {
      end.cancel(false);
    }
  }

  private static Attempt attempt(ClassicHttpResponse response) {
    int status = response.getCode();
    if (status >= 200 && status < 300) {
      return new Attempt.Accepted(status);
    } else if (status == Attempt.Gone.STATUS) {
      return new Attempt.Gone();
    }
    Header asked = response.getFirstHeader("Retry-After");
    return new Attempt.Rejected(status, retryAfter(asked == null ? "" : asked.getValue().strip()));
  }

  private static Duration retryAfter(String value) {
    return value.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
  }

  private static String cause(IOException e) {
    if (e instanceof UnknownHostException) {
      return "host has no address";
    } else if (e instanceof SSLException) {
      return "no trusted TLS connection";
    } else if (e instanceof InterruptedIOException) {
      return "no answer in time";
    }
    return "connection failed";
  }

  @Override
  public void close() {
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
