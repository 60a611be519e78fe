package io.tallygate.bench.engine;

import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One decision: is this call of this key within its limit? It always is. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OneDecision {

  /** The counters, which all threads share. */
  @State(Scope.Benchmark)
  public static class Shared {

    @Param public Peer peer = Peer.TALLYGATE;

    /** How many keys; a power of two. */
    @Param("1")
    public int keys = 1;

    @Param("UNIFORM")
    public Choice choice = Choice.UNIFORM;

    private @Nullable Counters counters;

    /** One hot key starts anew with each iteration, or its limit would be reached in the end. */
    @Setup(Level.Iteration)
    public void open() {
      if (counters == null || keys == 1) {
        close();
        counters = peer.open(Keys.of(keys));
        IntPredicate admit = counters.forThread();
        for (int i = 0; i < keys; i++) {
          check(admit.test(i) ? i + 1 : i, i + 1);
        }
      }
    }

    IntPredicate forThread() {
      if (counters == null) {
        throw new IllegalStateException("counters are not open");
      }
      return counters.forThread();
    }

    @TearDown(Level.Trial)
    public void close() {
      if (counters != null) {
        counters.close();
      }
    }
  }

  /** Which key comes next. */
  public enum Choice {
    UNIFORM,
    /** The n-th key one n-th as often as the first. */
    ZIPF
  }

  /** What one thread has for itself. */
  @State(Scope.Thread)
  public static class Own {

    private IntPredicate admit = index -> false;
    private int mask;
    private int random = 1;
    private int[] zipf = {};
    private int next;
    private long asked;
    private long admitted;

    @Setup(Level.Iteration)
    public void begin(Shared shared) {
      admit = shared.forThread();
      mask = shared.keys - 1;
      if (shared.choice == Choice.ZIPF && zipf.length == 0) {
        zipf = Zipf.indexes(shared.keys, 1 << 20);
      }
      asked = 0;
      admitted = 0;
    }

    /** The next of Marsaglia's 32-bit xorshift numbers (13, 17, 5). */
    int nextIndex() {
      if (zipf.length > 0) {
        next = (next + 1) & (zipf.length - 1);
        return zipf[next];
      }
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      return random & mask;
    }

    /** A limiter that refused was not measured at what it says. */
    @TearDown(Level.Iteration)
    public void end() {
      check(admitted, asked);
    }
  }

  private static void check(long admitted, long asked) {
    if (admitted != asked) {
      throw new IllegalStateException(
          "all calls must be admitted: admitted=" + admitted + " asked=" + asked);
    }
  }

  @Benchmark
  public boolean decide(Own own) {
    own.asked++;
    boolean admitted = own.admit.test(own.nextIndex());
    if (admitted) {
      own.admitted++;
    }
    return admitted;
  }
}
