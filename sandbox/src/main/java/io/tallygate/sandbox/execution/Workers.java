package io.tallygate.sandbox.execution;

import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.store.Execution;
import io.tallygate.sandbox.store.Refusal;
import io.tallygate.sandbox.store.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run executions, each one at a time. */
public final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final Executions executions;
  private final Work work;
  private final Duration jobMax;
  private final InstantSource clock;
  private final List<Thread> threads = new ArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "tallygate-sandbox-timer"));
  private volatile boolean closed;

  /**
   * @param jobMax after which a job is ended, as failed
   */
  public Workers(Executions executions, Work work, Duration jobMax, InstantSource clock) {
    this.executions = executions;
    this.work = work;
    this.jobMax = jobMax;
    this.clock = clock;
  }

  /** Goes on with what a former process left, and takes up what comes. */
  public void start(int count) {
    executions.resume();
    for (int i = 0; i < count; i++) {
      Thread thread = daemon(this::serve, "tallygate-sandbox-worker-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void serve() {
    while (!closed) {
      try {
        String id = executions.queue().take();
        if (id == null) {
          return;
        }
        run(id);
      } catch (InterruptedException e) {
        // By close(), or by a job that is over.
      } catch (RuntimeException e) {
        LOG.error("execution could not be noted; the next start runs it again", e);
      }
    }
  }

  private void run(String id) {
    Running job = new Running(Thread.currentThread());
    Future<?> late = timer.schedule(job::expire, jobMax.toMillis(), TimeUnit.MILLISECONDS);
    try {
      if (executions.begin(id, job)) {
        Execution execution = executions.find(id).orElseThrow();
        List<StoredFile> made = work.make(execution, job);
        job.end();
        List<String> ids = made.stream().map(StoredFile::id).toList();
        if (!executions.end(id, it -> it.succeeded(clock.millis(), ids), made)) {
          work.drop(made); // cancelled at the last moment
        }
      }
    } catch (MediaException e) {
      fail(id, job, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (!job.isInterrupted() && !closed) {
        LOG.warn("execution failed: id={}", id, e);
      }
      failOrLeave(id, job, "tool failed: " + e.getMessage());
    } catch (InterruptedException e) {
      failOrLeave(id, job, "tool was interrupted");
    } catch (Refusal e) {
      fail(id, job, String.valueOf(e.getMessage())); // an input is gone, or there is no room
    } catch (RuntimeException e) {
      LOG.error("execution failed: id={}", id, e);
      failOrLeave(id, job, "tool failed");
    } finally {
      job.end();
      late.cancel(false);
      executions.done(id);
    }
  }

  /** What was cut off by the end of the process is run again by the next one. */
  private void failOrLeave(String id, Running job, String message) {
    if (job.isLate()) {
      fail(id, job, "tool took too long: max=%ss".formatted(jobMax.toSeconds()));
    } else if (!closed) {
      fail(id, job, message); // does nothing if it was cancelled
    }
  }

  private void fail(String id, Running job, String message) {
    job.end();
    executions.end(id, progress -> progress.failed(clock.millis(), message), List.of());
  }

  @Override
  public void close() {
    closed = true;
    executions.queue().close();
    threads.forEach(Thread::interrupt);
    timer.shutdownNow();
    for (Thread thread : threads) {
      try {
        thread.join(CLOSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
