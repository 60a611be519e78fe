package io.tallygate.sandbox.media;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An engine whose jobs have a time limit: the work is interrupted when it is over. */
record Bounded(Engine engine, Duration time) implements Engine {

  private static final long ENDED_SECONDS = 10; // an interrupted job stops sooner than this

  @Override
  public Tool tool() {
    return engine.tool();
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String version() {
    return engine.version();
  }

  @Override
  public List<Made> run(Job job) throws MediaException, IOException, InterruptedException {
    FutureTask<List<Made>> task = new FutureTask<>(() -> engine.run(job));
    Thread worker = new Thread(task, "job-" + engine.tool().path());
    worker.setDaemon(true);
    worker.start();
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new MediaException("a job must end in %s seconds".formatted(time.toSeconds()));
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      worker.interrupt();
      join(worker);
    }
  }

  private static IOException rethrown(@Nullable Throwable cause)
      throws MediaException, IOException, InterruptedException {
    if (cause instanceof MediaException e) {
      throw e;
    } else if (cause instanceof IOException e) {
      throw e;
    } else if (cause instanceof InterruptedException e) {
      throw e;
    } else if (cause instanceof OutOfMemoryError) {
      throw new MediaException("the job needs more memory than there is");
    }
    return new IOException("the job failed", cause);
  }

  /** So that nothing is written into the job's folder after this engine has returned. */
  private static void join(Thread worker) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      worker.join(TimeUnit.SECONDS.toMillis(ENDED_SECONDS));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
