package io.tallygate.client;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.clock.Ticker;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a {@link CachedClient} keeps. Immutable.
 *
 * @param bytesMax of all answers together, 0 to 2^40
 * @param bodyMax of one body, 0 to 2^30; a longer one passes and is not kept
 * @param timeToLive how long an answer is fresh that says nothing of it itself; zero for not at
 *     all. Must be quick and thread-safe
 */
public record CacheConfig(
    long bytesMax, int bodyMax, Function<HttpRequest, Duration> timeToLive, Ticker ticker) {

  /** 16 MiB, of which one body has at most 1 MiB; only what answers allow themselves. */
  public static final CacheConfig DEFAULT =
      new CacheConfig(16 << 20, 1 << 20, request -> Duration.ZERO, Ticker.SYSTEM);

  public CacheConfig {
    require(
        bytesMax >= 0 && bytesMax <= 1L << 40, "bytesMax must be 0 to 2^40: bytesMax=%s", bytesMax);
    require(bodyMax >= 0 && bodyMax <= 1 << 30, "bodyMax must be 0 to 2^30: bodyMax=%s", bodyMax);
  }

  public CacheConfig withBytesMax(long value) {
    return new CacheConfig(value, bodyMax, timeToLive, ticker);
  }

  public CacheConfig withBodyMax(int value) {
    return new CacheConfig(bytesMax, value, timeToLive, ticker);
  }

  public CacheConfig withTimeToLive(Function<HttpRequest, Duration> value) {
    return new CacheConfig(bytesMax, bodyMax, value, ticker);
  }

  /** Answers to paths that start so are fresh that long, if they say nothing of it themselves. */
  public CacheConfig withTimeToLive(String pathPrefix, Duration value) {
    return withTimeToLive(
        request ->
            request.uri().getPath() != null && request.uri().getPath().startsWith(pathPrefix)
                ? value
                : timeToLive.apply(request));
  }

  public CacheConfig withTicker(Ticker value) {
    return new CacheConfig(bytesMax, bodyMax, timeToLive, value);
  }
}
