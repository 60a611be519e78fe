package io.tallygate.command;

import io.tallygate.gateway.Gateway;
import io.tallygate.gateway.GatewayConfig.Counters;
import io.tallygate.limiter.storage.Recovery;
import io.tallygate.limiter.storage.TableConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a start says of the counters: how many, where, and what of them was found. */
final class CounterLines {

  private static final Logger LOG = LoggerFactory.getLogger(CounterLines.class);

  private static final int PAGE_COUNTERS = 127; // slots of one page
  private static final double MEBI = 1 << 20;

  private CounterLines() {}

  static void log(Counters asked, Gateway gateway) {
    Recovery recovery = gateway.recovery().orElse(null);
    String line = line(asked, gateway, recovery);
    if (recovery != null && recovery.kind() == Recovery.Kind.MACHINE_DEATH) {
      LOG.warn(line);
    } else {
      LOG.info(line);
    }
  }

  private static String line(Counters asked, Gateway gateway, @Nullable Recovery recovery) {
    TableConfig file = asked.file();
    return "counters: max=%d memory=%.1fMiB in=%s found=%s"
        .formatted(
            gateway.counters(),
            gateway.counterBytes() / MEBI,
            file == null ? "memory" : file.file(),
            file == null || recovery == null
                ? "nothing, and at the end of the process they are lost"
                : found(recovery, file));
  }

  /** Which case it is, and what it means. */
  static String found(Recovery recovery, TableConfig file) {
    return switch (recovery.kind()) {
      case NEW -> "new";
      case CLEAN -> "clean: nothing is lost";
      case PROCESS_DEATH -> "process-death: the process was killed, nothing is lost";
      case MACHINE_DEATH -> "machine-death: " + lost(recovery, file);
    };
  }

  private static String lost(Recovery recovery, TableConfig file) {
    long since = recovery.lastSyncMicros();
    String counts =
        since == 0
            ? "what was counted may be lost, which admits at most one limit too much per counter"
            : "what was counted since %s may be lost, and at most that is admitted too much"
                .formatted(Instant.ofEpochMilli(since / 1_000).truncatedTo(ChronoUnit.SECONDS));
    int pages = recovery.lostPages();
    if (pages == 0) {
      return counts + "; lostPages=0";
    }
    String settled =
        file.onLost() == TableConfig.OnLost.DENY
            ? "their calls are denied until "
                + Instant.ofEpochSecond(recovery.denyUntilMicros() / 1_000_000)
            : "at most one limit too much for each of their counters";
    return "%s; lostPages=%d of up to %d counters each, %s, by on-lost"
        .formatted(counts, pages, PAGE_COUNTERS, settled);
  }

  /** Says that a file keeps its own number of counters; empty if it has the one that was asked. */
  static Optional<String> kept(Counters asked, int counters) {
    TableConfig file = asked.file();
    return file == null || asked.max() == counters
        ? Optional.empty()
        : Optional.of(
            ("counters=%d is not taken, for the file has room for %d: `tallygate table resize %s"
                    + " --counters %d` changes that while no server uses it")
                .formatted(asked.max(), counters, file.file(), asked.max()));
  }
}
