package io.tallygate.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SpanQueueTest {

  /** A collector that takes its time: nothing is sent until it is let go. */
  private static final class Slow implements SpanExporter {

    private final CompletableFuture<Integer> first = new CompletableFuture<>();
    private final CompletableFuture<Void> letGo = new CompletableFuture<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      first.complete(spans.size());
      letGo.join();
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void onEnd_collectorSlow_keepsWaitingMaxAndCountsTheOthers() throws Exception {
    Slow slow = new Slow();
    SpanQueue queue = new SpanQueue(slow);
    SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(queue).build();
    Tracer tracer = provider.get("test");
    for (int i = 0; i < 512; i++) { // a batch, which the collector now has
      tracer.spanBuilder("early").startSpan().end();
    }
    int early = slow.first.get(30, TimeUnit.SECONDS);
    int left = 512 - early;
    int more = SpanQueue.WAITING_MAX - left + 100;
    for (int i = 0; i < more; i++) {
      tracer.spanBuilder("late").startSpan().end();
    }

    assertThat(queue.waiting()).isEqualTo(SpanQueue.WAITING_MAX);
    assertThat(queue.dropped()).isEqualTo(100);
    slow.letGo.complete(null);
    assertThat(queue.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    assertThat(queue.exported()).isEqualTo(512 + more - 100);
    assertThat(queue.waiting()).isZero();
    assertThat(queue.failed()).isZero();
  }
}
