package io.tallygate.limiter;

import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.TableConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A program that decides calls in four threads until it is killed. What it was told it notes in a
 * mapped file: of each thread and caller how many calls began, and how many of them were admitted.
 */
final class LoadedProcess {

  static final int THREADS = 4;
  static final int CALLERS = 40;
  static final int NOTES_BYTES = THREADS * CALLERS * 2 * Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final Duration YEAR = Limit.PERIOD_MAX;

  /** Nothing of these comes back while the test runs. Places in flight end with their process. */
  static final List<Limit> LIMITS =
      List.of(
          new Limit("a", 1_000_000, YEAR),
          Limit.sliding("sliding", 200_000, YEAR),
          Limit.smooth("smooth", 200_000, YEAR, 200_000));

  private LoadedProcess() {}

  /** Waits for a line that names the file for notes and, unless in memory, the counters'. */
  public static void main(String[] ignored) throws IOException {
    try (Limiter warm = limiter("")) {
      Caller caller = warm.caller(Caller.Kind.KEY, "warm", List.of());
      Call call = Call.of(caller, limits(warm));
      for (int i = 0; i < 5_000; i++) {
        warm.decide(call, new Decision());
      }
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) { // its parent is gone
      return;
    }
    String[] words = line.split(" ", 2);
    ByteBuffer notes = notes(Path.of(words[0]));
    Limiter limiter = limiter(words[1]);
    System.out.println("ready");
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Thread loading = new Thread(() -> load(limiter, notes, thread));
      loading.setDaemon(true); // should the parent die and not kill it, it ends all the same
      loading.start();
    }
    in.readLine();
  }

  static ByteBuffer notes(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, NOTES_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param file empty for a limiter in memory
   */
  static Limiter limiter(String file) {
    LimiterConfig config = LimiterConfig.DEFAULT.withCounters(CALLERS * LIMITS.size());
    return new Limiter(file.isEmpty() ? config : config.withFile(TableConfig.of(Path.of(file))));
  }

  static LimitSet limits(Limiter limiter) {
    return limiter.limits(Group.of("a", LIMITS, List.of()), WindowStart.FIRST_CALL);
  }

  static Caller caller(Limiter limiter, int number) {
    return limiter.caller(Caller.Kind.KEY, "key_" + number, List.of());
  }

  /** Calls of a caller that this thread began, and those of them that were admitted. */
  static long begun(ByteBuffer notes, int thread, int caller) {
    return (long) LONGS.getAcquire(notes, at(thread, caller));
  }

  static long admitted(ByteBuffer notes, int thread, int caller) {
    return (long) LONGS.getAcquire(notes, at(thread, caller) + Long.BYTES);
  }

  private static int at(int thread, int caller) {
    return (thread * CALLERS + caller) * 2 * Long.BYTES;
  }

  private static void load(Limiter limiter, ByteBuffer notes, int thread) {
    SplittableRandom random = new SplittableRandom(thread);
    LimitSet limits = limits(limiter);
    List<Call> calls =
        IntStream.range(0, CALLERS)
            .mapToObj(number -> Call.of(caller(limiter, number), limits))
            .toList();
    Decision decision = new Decision();
    while (true) {
      int number = random.nextInt(CALLERS);
      long before = admitted(notes, thread, number);
      LONGS.setVolatile(notes, at(thread, number), before + 1);
      limiter.decide(calls.get(number), decision);
      if (decision.isAdmitted()) {
        LONGS.setVolatile(notes, at(thread, number) + Long.BYTES, before + 1);
      } else {
        LONGS.setVolatile(notes, at(thread, number), before);
      }
    }
  }
}
