package io.tallygate.command;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.command.remote.RemoteUsage;
import io.tallygate.command.remote.RemoteUsage.Top;
import io.tallygate.gateway.usage.UsageNow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tallygate top}: what a server counts, as it happens. */
@Command(
    name = "top",
    header = "Shows calls, refusals and callers as they come.",
    description =
        "Of a running server: the one of --admin-url, or the one that the settings serve on this"
            + " machine. In a terminal it is drawn anew until Ctrl-C; elsewhere it is printed"
            + " once.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tallygate top",
      "  tallygate top --every 5s --most 10",
      "  tallygate top --once --json --admin-url http://10.0.0.5:8081"
    })
final class TopCommand implements StoreCommand {

  private static final Duration EVERY_MIN = Duration.ofMillis(200);
  private static final Duration EVERY_MAX = Duration.ofHours(1);

  private static final String HOME = "\u001b[H"; // the cursor to the first place
  private static final String CLEAR = "\u001b[2J";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  @Mixin private final Invocation invocation;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "How often it is drawn, 200ms to 1h. Default: 1s")
  private String every = "1s";

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "So many callers of each list, 1 to 100. Default: 10")
  private int most = 10;

  @Option(names = "--once", description = "Print it once and end.")
  private boolean once;

  @Option(names = "--json", description = "Print JSON, once.")
  private boolean json;

  TopCommand(Surroundings surroundings) {
    this.invocation = new Invocation(surroundings);
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.DATA, Setting.CONFIG, Setting.ADMIN_BIND, Setting.ADMIN_PORT);
  }

  @Override
  public Integer call() {
    Duration pause = Quantity.duration("every", every);
    require(
        pause.compareTo(EVERY_MIN) >= 0 && pause.compareTo(EVERY_MAX) <= 0,
        "every must be 200ms to 1h: every=%s",
        every);
    require(
        most >= 1 && most <= UsageNow.CALLERS_MAX,
        "most must be 1 to %s: most=%s",
        UsageNow.CALLERS_MAX,
        most);
    RemoteUsage usage = invocation.runningUsage();
    if (once || json || !invocation.surroundings().isTerminal()) {
      TopText text = new TopText(usage.top(most), null, 0);
      invocation.print(json ? text.json() : text.screen());
    } else {
      drawAlways(usage, pause);
    }
    return 0;
  }

  /** Until the process is ended; the screen then stays as it was drawn last. */
  private void drawAlways(RemoteUsage usage, Duration pause) {
    Top before = null;
    long beforeNanos = 0;
    invocation.print(CLEAR);
    while (!Thread.currentThread().isInterrupted()) {
      long nowNanos = invocation.surroundings().ticker().monotonicNanos();
      Top now = usage.top(most);
      invocation.print(frame(now, before, (nowNanos - beforeNanos) / 1e9));
      before = now;
      beforeNanos = nowNanos;
      LockSupport.parkNanos(this, pause.toNanos());
    }
  }

  /** What is drawn over the frame before, so that nothing flickers. */
  static String frame(Top now, @Nullable Top before, double seconds) {
    String screen = new TopText(now, before, seconds).screen();
    return HOME + screen.replace("\n", REST_OF_LINE + "\n") + REST_OF_SCREEN;
  }
}
