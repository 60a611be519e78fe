package io.tallygate.gateway.trace;

import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.tallygate.gateway.metrics.Metrics;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Traces calls with OpenTelemetry and sends the spans by OTLP over HTTP. Thread-safe; close it to
 * send what still waits and to end its threads.
 */
public final class OpenTelemetryTracer implements CallTracer, AutoCloseable {

  private static final String SCOPE = "io.tallygate.gateway";
  private static final String TRACES = "/v1/traces";
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  static final Duration SEND_MAX = Duration.ofSeconds(5);
  private static final long CLOSE_SECONDS_MAX = 3;
  private static final int TEXT_MAX = 1_024; // a path, a field: more of it is cut off

  /** Speaks past our log, and of every failed batch; {@link SpanQueue} says when they begin. */
  private static final Logger THEIRS = Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final URI upstream;

  private OpenTelemetryTracer(SdkTracerProvider provider, URI upstream) {
    this.provider = provider;
    this.tracer = provider.get(SCOPE);
    this.upstream = upstream;
  }

  /**
   * Starts tracing.
   *
   * @param config of traces that are on
   * @param metrics that tell what became of the spans
   */
  public static OpenTelemetryTracer start(TraceConfig config, URI upstream, Metrics metrics) {
    URI collector = config.collector();
    if (collector == null) {
      throw new IllegalArgumentException("traces must be on: traces=off");
    }
    THEIRS.setLevel(Level.OFF);
    SpanQueue queue =
        new SpanQueue(
            OtlpHttpSpanExporter.builder()
                .setEndpoint(withoutSlash(collector) + TRACES)
                .setConnectTimeout(CONNECT_MAX)
                .setTimeout(SEND_MAX)
                .build());
    add(metrics, queue);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.ratio())))
            .setResource(resource())
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(TEXT_MAX).build())
            .addSpanProcessor(queue)
            .build();
    return new OpenTelemetryTracer(provider, upstream);
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static Resource resource() {
    return Resource.getDefault()
        .merge(
            Resource.create(
                Attributes.of(
                    AttributeKey.stringKey("service.name"),
                    "tallygate",
                    AttributeKey.stringKey("service.instance.id"),
                    UUID.randomUUID().toString())));
  }

  private static void add(Metrics metrics, SpanQueue queue) {
    metrics.counter("tallygate.spans.exported", "Spans that a collector took", queue::exported);
    metrics.counter(
        "tallygate.spans.failed", "Spans lost because no collector took them", queue::failed);
    metrics.counter(
        "tallygate.spans.dropped", "Spans lost because too many waited", queue::dropped);
    metrics.gauge("tallygate.spans.waiting", "Spans that wait to be sent", queue::waiting);
  }

  @Override
  public CallTrace begin(HttpHeaders fields) {
    Context parent = ContextFields.read(fields);
    Span server =
        tracer.spanBuilder("HTTP").setSpanKind(SpanKind.SERVER).setParent(parent).startSpan();
    return new CallSpans(this, server, parent.with(server));
  }

  /** The span of a call's way to the upstream. */
  Span client(Context parent) {
    return tracer.spanBuilder("HTTP").setSpanKind(SpanKind.CLIENT).setParent(parent).startSpan();
  }

  URI upstream() {
    return upstream;
  }

  /** Where a call's path leads, without its query. */
  String upstreamUrl(String path) {
    return withoutSlash(upstream) + path;
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
