package io.tallygate.limiter;

import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.table.BrokenWords;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * A program that decides calls in four threads until it is killed. What it was told it notes in a
 * mapped file: of each thread and caller how many calls began, and how many of them were admitted;
 * and how often more were under way at once than there are places. Every thread has one or two
 * calls under way at any time, so also when it is killed.
 */
final class LoadedProcess {

  static final int THREADS = 4;
  static final int CALLERS = 40;
  static final int PLACES = 3; // of each caller; all threads together want up to eight
  static final String SOUND = "sound";

  private static final int CROWDED = THREADS * CALLERS * 2 * Long.BYTES;
  private static final int NOTES_BYTES = CROWDED + Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final Duration YEAR = Limit.PERIOD_MAX;

  /** Nothing of these comes back while the test runs. */
  static final List<Limit> LIMITS =
      List.of(
          new Limit("a", 1_000_000, YEAR),
          Limit.sliding("sliding", 200_000, YEAR),
          Limit.smooth("smooth", 200_000, YEAR, 200_000));

  private static final Limit FLYING = Limit.inFlight("flying", PLACES);

  /** Each run's places are counters of their own, which are gone after an hour or two. */
  private static final int COUNTERS = CALLERS * (LIMITS.size() + 12);

  private static final int NONE = -1;
  private static final AtomicIntegerArray UNDER_WAY = new AtomicIntegerArray(CALLERS);

  private LoadedProcess() {}

  /**
   * Waits for a line: the file for notes, which fault the table shall have or {@link #SOUND}, and
   * the counters' file, unless they are in memory.
   */
  public static void main(String[] ignored) throws IOException {
    try (Limiter warm = limiter("")) {
      Caller caller = warm.caller(Caller.Kind.KEY, "warm", List.of());
      Call call = Call.of(caller, limits(warm));
      Call place = Call.of(caller, places(warm));
      for (int i = 0; i < 5_000; i++) {
        Decision decision = new Decision();
        warm.decide(place, decision);
        warm.decide(call, new Decision());
        warm.end(decision);
      }
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) { // its parent is gone
      return;
    }
    String[] words = line.split(" ", 3);
    ByteBuffer notes = notes(Path.of(words[0]));
    Limiter limiter = limiter(words[2]);
    if (!words[1].equals(SOUND)) {
      BrokenWords.plant(limiter, BrokenWords.Fault.valueOf(words[1]));
    }
    System.out.println("ready");
    AtomicInteger waiting = new AtomicInteger(THREADS);
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Thread loading = new Thread(() -> load(limiter, notes, thread, waiting));
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
    LimiterConfig config = LimiterConfig.DEFAULT.withCounters(COUNTERS);
    return new Limiter(file.isEmpty() ? config : config.withFile(TableConfig.of(Path.of(file))));
  }

  static LimitSet limits(Limiter limiter) {
    return limiter.limits(Group.of("a", LIMITS, List.of()), WindowStart.FIRST_CALL);
  }

  static LimitSet places(Limiter limiter) {
    Group group = Group.of("flying", List.of(FLYING), List.of());
    return limiter.limits(group, WindowStart.FIRST_CALL);
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

  /** How often more calls were under way at once than there are places. */
  static long crowded(ByteBuffer notes) {
    return (long) LONGS.getAcquire(notes, CROWDED);
  }

  private static int at(int thread, int caller) {
    return (thread * CALLERS + caller) * 2 * Long.BYTES;
  }

  private static void load(Limiter limiter, ByteBuffer notes, int thread, AtomicInteger waiting) {
    SplittableRandom random = new SplittableRandom(thread);
    List<Call> calls = calls(limiter, limits(limiter));
    List<Call> places = calls(limiter, places(limiter));
    Decision decision = new Decision();
    Decision place = new Decision();
    Decision placeBefore = new Decision(); // which is held until the next is
    int numberBefore = NONE;
    waiting.decrementAndGet();
    while (waiting.get() > 0) { // so that all place the counters at once
      Thread.onSpinWait();
    }
    for (int i = 0; ; i++) {
      int number = i < CALLERS ? i : random.nextInt(random.nextInt(4) == 0 ? 1 : CALLERS);
      limiter.decide(places.get(number), place);
      if (place.isAdmitted() && UNDER_WAY.incrementAndGet(number) > PLACES) {
        LONGS.getAndAdd(notes, CROWDED, 1L);
      }
      int at = at(thread, number);
      long before = admitted(notes, thread, number);
      LONGS.setVolatile(notes, at, before + 1);
      limiter.decide(calls.get(number), decision);
      if (decision.isAdmitted()) {
        LONGS.setVolatile(notes, at + Long.BYTES, before + 1);
      } else {
        LONGS.setVolatile(notes, at, before);
      }
      if (numberBefore != NONE) {
        UNDER_WAY.decrementAndGet(numberBefore);
        limiter.end(placeBefore);
      }
      numberBefore = place.isAdmitted() ? number : NONE;
      Decision next = placeBefore;
      placeBefore = place;
      place = next;
    }
  }

  private static List<Call> calls(Limiter limiter, LimitSet limits) {
    return IntStream.range(0, CALLERS)
        .mapToObj(number -> Call.of(caller(limiter, number), limits))
        .toList();
  }
}
