package io.tallygate.videogen;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.client.ClientConfig;
import io.tallygate.client.execution.ExecutionsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * How a {@link VideoGen} calls. Immutable.
 *
 * @param key the API key: 1 to 512 printable characters; never shown
 * @param base where the API is, without {@code /v1}
 * @param resourcesFresh how long lists of voices and presenters are kept, 0 to 31 days
 */
public record VideoGenConfig(
    String key,
    URI base,
    HttpClient http,
    ClientConfig client,
    ExecutionsConfig executions,
    Duration resourcesFresh) {

  private static final URI API = URI.create("https://api.videogen.io");

  public VideoGenConfig {
    require(
        key.matches("[!-~]{1,512}"),
        "key must have 1 to 512 printable characters: length=%s",
        key.length());
    require(
        base.getHost() != null
            && (base.getScheme().equals("https") || base.getScheme().equals("http"))
            && base.getRawUserInfo() == null
            && base.getRawQuery() == null
            && base.getRawFragment() == null,
        "base must be https://host[:port][/path]");
    require(
        !resourcesFresh.isNegative() && resourcesFresh.compareTo(Duration.ofDays(31)) <= 0,
        "resourcesFresh must be 0 to 31 days: resourcesFresh=%s",
        resourcesFresh);
  }

  /**
   * The API itself, with lists that are kept for four hours, and calls that wait as {@link
   * ClientConfig#DEFAULT} says.
   */
  public static VideoGenConfig of(String key) {
    return new VideoGenConfig(
        key,
        API,
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build(),
        ClientConfig.DEFAULT,
        ExecutionsConfig.DEFAULT,
        Duration.ofHours(4));
  }

  public VideoGenConfig withBase(URI value) {
    return new VideoGenConfig(key, value, http, client, executions, resourcesFresh);
  }

  /** Sends with this client; it must not follow redirects to other hosts, for it sends the key. */
  public VideoGenConfig withHttp(HttpClient value) {
    return new VideoGenConfig(key, base, value, client, executions, resourcesFresh);
  }

  public VideoGenConfig withClient(ClientConfig value) {
    return new VideoGenConfig(key, base, http, value, executions, resourcesFresh);
  }

  public VideoGenConfig withExecutions(ExecutionsConfig value) {
    return new VideoGenConfig(key, base, http, client, value, resourcesFresh);
  }

  public VideoGenConfig withResourcesFresh(Duration value) {
    return new VideoGenConfig(key, base, http, client, executions, value);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "VideoGenConfig[base=" + base + "]";
  }
}
