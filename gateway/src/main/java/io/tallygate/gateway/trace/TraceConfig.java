package io.tallygate.gateway.trace;

import static io.tallygate.limiter.check.Checks.require;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whether and where traces are sent.
 *
 * @param collector {@code http://host[:port]} that takes OTLP over HTTP; null for no traces
 * @param ratio how many of the calls that come without a trace are traced, 0 to 1; those that come
 *     with one are traced as it says
 */
public record TraceConfig(@Nullable URI collector, double ratio) {

  public static final TraceConfig DEFAULT = new TraceConfig(null, 1);

  public TraceConfig {
    require(
        collector == null
            || (("http".equals(collector.getScheme()) || "https".equals(collector.getScheme()))
                && collector.getHost() != null
                && collector.getRawUserInfo() == null
                && collector.getRawQuery() == null
                && collector.getRawFragment() == null),
        "traces must be off or http://host[:port], without user, query or fragment: traces=%s",
        collector == null ? "" : collector.getScheme() + "://" + collector.getHost());
    require(ratio >= 0 && ratio <= 1, "trace-ratio must be 0 to 1: trace-ratio=%s", ratio);
  }

  /** All calls that come without a trace, to this collector. */
  public static TraceConfig to(URI collector) {
    return new TraceConfig(collector, DEFAULT.ratio());
  }

  public TraceConfig withRatio(double value) {
    return new TraceConfig(collector, value);
  }

  public boolean isOn() {
    return collector != null;
  }
}
