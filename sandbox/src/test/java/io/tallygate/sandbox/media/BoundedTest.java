package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.sandbox.media.Maker.Making;
import io.tallygate.sandbox.media.Maker.Repeat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The time limit of a job, and its end on cancel. */
final class BoundedTest {

  private static final Job JOB = new Job(Map.of(), List.of(), 1, Path.of("none"), progress -> {});

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  private Made forever(Job job, int index) throws InterruptedException {
    started.countDown();
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts down");
    } finally {
      interrupted.countDown();
    }
  }

  private static Engine engine(Duration time, Making making) {
    return new Bounded(new Maker(Tool.UPSCALE_IMAGE, "test", "1", Repeat.VARIED, making), time);
  }

  @Test
  void job_overItsTime_isInterruptedAndRefused() {
    assertThatThrownBy(() -> engine(Duration.ofMillis(50), this::forever).run(JOB))
        .isInstanceOf(MediaException.class)
        .hasMessage("a job must end in 0 seconds");
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void job_cancelled_isInterruptedToo() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("no end"));
    Thread caller =
        new Thread(
            () -> {
              try {
                engine(Duration.ofMinutes(5), this::forever).run(JOB);
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    caller.start();
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(20_000);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(interrupted.getCount()).isZero();
  }

  @Test
  void job_failing_throwsTheSame() {
    Engine refusing =
        engine(
            Duration.ofMinutes(1),
            (job, index) -> {
              throw new MediaException("no");
            });
    assertThatThrownBy(() -> refusing.run(JOB)).isInstanceOf(MediaException.class).hasMessage("no");
    Engine broken =
        engine(
            Duration.ofMinutes(1),
            (job, index) -> {
              throw new IllegalStateException("bug");
            });
    assertThatThrownBy(() -> broken.run(JOB))
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("bug");
    Engine hungry =
        engine(
            Duration.ofMinutes(1),
            (job, index) -> {
              throw new OutOfMemoryError("heap");
            });
    assertThatThrownBy(() -> hungry.run(JOB)).hasMessage("the job needs more memory than there is");
  }
}
