package io.tallygate.gateway.coach;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.coach.CoachWorld.Answer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the coach takes, whoever calls whatever. */
@Timeout(120)
final class BoundsTest {

  private static final Answer OK = new Answer(200, 7);
  private static final long MIB = 1 << 20;
  private static final int KEYS = Integer.getInteger("keys", 100_000);

  private static String id(String prefix, long number) {
    return String.format(Locale.ROOT, "%s%012d", prefix, number);
  }

  private static long usedBytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  /** Those who have called last are remembered. */
  @Test
  void keys_moreThanThereIsRoomFor_takeWhatTheyMay() throws InterruptedException {
    try (CoachWorld world = new CoachWorld()) {
      world.call(CoachWorld.KEY, "GET /v1/files", OK);
      long before = usedBytes();
      for (int i = 0; i < KEYS; i++) {
        world.callOnce(id("key_", i), "GET /v1/tools/executions/" + id("vg_exec_", i), OK);
      }

      long taken = usedBytes() - before;
      int size = world.coach().size();
      System.err.printf(
          "coach: %,d of %,d callers remembered, %,d bytes each, %.1f MiB%n",
          size, KEYS, taken / size, taken / (double) MIB);
      assertThat(world.review().state()).isEqualTo(Review.State.NOTHING_SEEN);
      assertThat(world.coach().review(id("key_", KEYS - 1)).calls()).isEqualTo(1);
      assertThat(size).isGreaterThan(20_000);
      assertThat(taken).isLessThan(LiveCoach.BYTES_MAX + 8 * MIB);
    }
  }

  /** Long paths and many of them, refusals and faults of all kinds, as many as there are places. */
  @Test
  void callers_thatFillAllPlaces_takeWhatTheyMay() throws InterruptedException {
    try (CoachWorld world = new CoachWorld()) {
      world.call(CoachWorld.KEY, "GET /v1/files", OK);
      long before = usedBytes();
      for (int caller = 0; caller < 2_500; caller++) {
        fill(world, id("key_", caller));
      }

      long taken = usedBytes() - before;
      int size = world.coach().size();
      System.err.printf(
          "coach: %,d of 2,500 full callers remembered, %,d bytes each, %.1f MiB%n",
          size, taken / size, taken / (double) MIB);
      assertThat(size).isLessThan(2_500);
      assertThat(taken).isLessThan(LiveCoach.BYTES_MAX + 8 * MIB);
      assertThat(taken / size).isLessThanOrEqualTo(CallerNotes.BYTES_MAX);
    }
  }

  private static void fill(CoachWorld world, String key) {
    String[] lines = {
      "GET /v1/tools/executions/%s",
      "GET /v1/files/%s",
      "GET /v1/resources/%s",
      "GET /v1/%s",
      "POST /v1/tools/x",
      "POST /v1/tools/executions/%s/cancel",
      "POST /v1/files/%s/hydrate",
      "POST /v1/files/search",
      "POST /v1/files/%s/archive",
      "GET /v1/webhooks/endpoints",
      "DELETE /v1/webhooks/endpoints/%s",
      "POST /v1/webhooks/endpoints",
      "GET /v1/files",
    };
    String longest = "x".repeat(80);
    int[] faults = {400, 404, 409, 422};
    for (int i = 0; i < 24; i++) {
      for (String line : lines) {
        String path = line.replace("%s", longest + i % 12);
        world.callOnce(key, path, i < 12 ? new Answer(200, i + 1) : Answer.of(faults[i % 4]));
      }
    }
  }

  /** A million different ids an hour by one key, and among them one that is polled every 2 s. */
  @Test
  void poller_amongAMillionOtherIds_isSeen() {
    try (CoachWorld world = new CoachWorld()) {
      for (int i = 0; i < 49_000; i++) {
        if (i % 555 == 0) {
          world.callOnce(CoachWorld.KEY, "GET /v1/files/vg_file_polled", OK);
        }
        world.callOnce(CoachWorld.KEY, "GET /v1/files/" + id("vg_file_", i), OK);
        world.passMicros(3_600);
      }

      assertThat(world.review().findings()).hasSize(1);
      Finding finding = world.review().findings().get(0);
      assertThat(finding.practice()).isEqualTo(Practice.WEBHOOK);
      assertThat(finding.text())
          .matches("polled /v1/files/vg_file_polled [5-9][0-9] times, 2\\.0 s apart .*");
    }
  }

  @Test
  void path_thatIsTooLong_isCountedAndNotKept() {
    try (CoachWorld world = new CoachWorld()) {
      String longest = "GET /v1/files/" + "x".repeat(CallNote.PATH_MAX - "/v1/files/".length());
      for (int i = 0; i < 100; i++) {
        world.callOnce(CoachWorld.KEY, longest + "x", OK);
        world.passMillis(2_000);
      }
      assertThat(world.review().calls()).isEqualTo(100);
      assertThat(world.review().findings()).isEmpty();

      for (int i = 0; i < 100; i++) {
        world.callOnce(CoachWorld.KEY, longest, OK);
        world.passMillis(2_000);
      }
      assertThat(world.review().findings()).hasSize(1);
    }
  }

  private static long allocatedBytes() throws ReflectiveOperationException {
    // By reflection, for the module does not read those of the JVM's management.
    Object threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    return (long)
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class)
            .invoke(threads, Thread.currentThread().getId());
  }

  /** What is noted on an event loop, where thousands wait. */
  @Test
  void note_ofACall_isSmall() throws ReflectiveOperationException {
    try (CoachWorld world = new CoachWorld()) {
      CoachWorld.Prepared call = world.prepared(CoachWorld.KEY, "GET /v1/tools/executions/a1", OK);
      for (int i = 0; i < 20_000; i++) { // compiled, and within the queue
        call.end();
      }
      world.review();

      long before = allocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        call.end();
      }
      long bytes = (allocatedBytes() - before) / 20_000;

      System.err.printf("coach: %,d bytes allocated a call%n", bytes);
      assertThat(bytes).isLessThanOrEqualTo(160);
    }
  }

  @Test
  void queue_thatIsFull_overlooksAndSaysSo() {
    try (CoachWorld world = new CoachWorld()) {
      CoachWorld.Prepared call = world.prepared(CoachWorld.KEY, "GET /v1/files", OK);
      for (int i = 0; i < (1 << 15) + 10; i++) {
        call.end();
      }

      assertThat(world.coach().overlooked()).isEqualTo(10);
      assertThat(world.review().calls()).isEqualTo(1 << 15);
    }
  }
}
