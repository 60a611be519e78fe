package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import com.sun.management.OperatingSystemMXBean;
import io.tallygate.gateway.GatewayConfig.Counters;
import io.tallygate.limiter.storage.TableConfig;
import io.tallygate.limiter.storage.TableConfig.OnLost;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How many counters are kept, and where. */
final class CounterSettings {

  static final String FILE = "counters.tally"; // in the data folder
  static final String MEMORY = "memory";

  private static final String NEVER = "never";
  private static final long BYTES = 40; // of one counter
  private static final long SHARE = 512; // of the machine's memory
  private static final long DEFAULT_MIN = 100_000; // 4 MB
  private static final long DEFAULT_MAX = 5_000_000; // 200 MB

  private CounterSettings() {}

  static Counters of(Settings settings) {
    if (settings.text(Setting.COUNTERS_IN).equals(MEMORY)) {
      return Counters.ofMemory(inMemory(settings, Runtime.getRuntime().maxMemory()));
    }
    int max =
        settings.isSet(Setting.COUNTERS)
            ? settings.number(Setting.COUNTERS)
            : ofMachine(machineBytes());
    OnLost onLost = OnLost.valueOf(settings.text(Setting.ON_LOST).toUpperCase(Locale.ROOT));
    Path file = settings.path(Setting.DATA).resolve(FILE);
    return new Counters(max, new TableConfig(file, sync(settings), onLost));
  }

  /** The JVM's heap has to hold them, and all else. */
  private static int inMemory(Settings settings, long heapBytes) {
    long most = heapBytes / 2 / BYTES;
    if (!settings.isSet(Setting.COUNTERS)) {
      return (int) Math.min(ofMachine(machineBytes()), most);
    }
    int max = settings.number(Setting.COUNTERS);
    require(
        max <= most,
        "counters in memory must fit half of the heap, %s here: counters=%s; start with"
            + " TALLYGATE_JAVA_OPTS=-Xmx%sm, or keep them in a file",
        most,
        max,
        ((max * BYTES * 2) >> 20) + 1);
    return max;
  }

  /** What fits into its share of so much memory. */
  static int ofMachine(long bytes) {
    return (int) Math.max(DEFAULT_MIN, Math.min(DEFAULT_MAX, bytes / SHARE / BYTES));
  }

  /** In a container, what that may have. */
  private static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static Duration sync(Settings settings) {
    String text = settings.text(Setting.SYNC);
    if (text.equals(NEVER)) {
      return TableConfig.NEVER;
    }
    Duration sync = settings.duration(Setting.SYNC);
    require(
        sync.toMillis() >= 10 && sync.toMillis() <= 3_600_000,
        "sync must be never or 10ms to 1h: sync=%s",
        text);
    return sync;
  }
}
