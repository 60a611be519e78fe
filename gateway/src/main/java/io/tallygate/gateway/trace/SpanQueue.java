package io.tallygate.gateway.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where ended spans wait until they are sent, by a thread of its own. When there are too many they
 * are dropped and counted: calls never wait for a collector. Thread-safe.
 */
final class SpanQueue implements SpanProcessor {

  /** Spans that wait; some 1 KiB each. */
  static final int WAITING_MAX = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);

  private static final int BATCH_MAX = 512;
  private static final Duration SENT_EVERY = Duration.ofSeconds(1);

  /** More than {@link OpenTelemetryTracer#SEND_MAX}, within which a batch is tried again. */
  private static final Duration EXPORT_MAX = OpenTelemetryTracer.SEND_MAX.plusSeconds(1);

  /*
   * OpenTelemetry's processor drops without telling how much. So what is handed to it is counted
   * before, and taken off when it hands it on to the exporter: its own queue, which holds as many,
   * is never full.
   */

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong exported = new AtomicLong();
  private final SpanProcessor processor;

  SpanQueue(SpanExporter exporter) {
    this.processor =
        BatchSpanProcessor.builder(new Counted(exporter))
            .setMaxQueueSize(WAITING_MAX)
            .setMaxExportBatchSize(BATCH_MAX)
            .setScheduleDelay(SENT_EVERY)
            .setExporterTimeout(EXPORT_MAX.plusSeconds(1))
            .build();
  }

  int waiting() {
    return waiting.get();
  }

  long dropped() {
    return dropped.get();
  }

  long failed() {
    return failed.get();
  }

  long exported() {
    return exported.get();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      dropped.incrementAndGet();
    } else {
      processor.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return processor.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return processor.shutdown();
  }

  /** An exporter whose failures are counted, and told in the log when they begin and end. */
  private final class Counted implements SpanExporter {

    private final SpanExporter exporter;
    private boolean failing; // of the processor's thread alone

    Counted(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      waiting.addAndGet(-count);
      // The processor's thread waits for it in any case, but would not say what came too late.
      CompletableResultCode result =
          exporter.export(spans).join(EXPORT_MAX.toMillis(), TimeUnit.MILLISECONDS);
      tell(result, count);
      return CompletableResultCode.ofSuccess();
    }

    private void tell(CompletableResultCode result, int count) {
      if (result.isSuccess()) {
        exported.addAndGet(count);
        if (failing) {
          LOG.info("spans are sent again");
        }
      } else {
        failed.addAndGet(count);
        if (!failing) {
          LOG.warn(
              "spans cannot be sent: cause={}; calls go on, lost spans are counted",
              String.valueOf(result.getFailureThrowable()));
        }
      }
      failing = !result.isSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
