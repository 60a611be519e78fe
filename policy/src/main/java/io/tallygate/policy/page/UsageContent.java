package io.tallygate.policy.page;

import static io.tallygate.policy.page.Span.line;

import io.tallygate.limiter.LimitState;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.Block.Gauges;
import io.tallygate.policy.page.Block.Heading;
import io.tallygate.policy.page.Block.Paragraph;
import io.tallygate.policy.page.Gauge.Reading;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Plain;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the page says to one key: what is left of its own limits. */
final class UsageContent {

  static final String HEADING = "What your key has left";

  private static final int DAY = 86_400;
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;

  private static final DateTimeFormatter TIME = utc("HH:mm:ss 'UTC'");
  private static final DateTimeFormatter DATE = utc("d MMMM uuuu, HH:mm:ss 'UTC'");

  private UsageContent() {}

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  static List<Block> blocks(PolicyFile file, KeyUsage usage) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Heading(2, HEADING));
    blocks.add(
        new Paragraph(
            line(
                "This is how the key {} stood on {}. Reading this page uses nothing of these"
                    + " limits.",
                new Code(usage.keyId()),
                new Plain(DATE.format(Instant.ofEpochSecond(usage.atSecond()))))));
    if (!usage.counters().isEmpty()) {
      blocks.add(new Gauges(usage.counters().stream().map(it -> gauge(file, usage, it)).toList()));
    }
    return blocks;
  }

  private static Gauge gauge(PolicyFile file, KeyUsage usage, KeyUsage.Counter counter) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < counter.limits().size(); i++) {
      KeyUsage.OwnLimit own = counter.limits().get(i);
      LimitState state = own.state();
      boolean ends = ends(file.policy().window(), own);
      readings.add(
          new Reading(
              limit(counter.group().limits().get(i), own.limit()),
              state.count() - state.remaining(),
              state.remaining(),
              ends ? Instant.ofEpochSecond(state.resetSecond()).toString() : "",
              ends
                  ? reset(state.resetSecond(), usage.atSecond())
                  : withoutEnd(own.limit().algorithm())));
    }
    return new Gauge(
        counter.group().name(), PageContent.endpoints(counter.endpoints()), List.copyOf(readings));
  }

  /** Whether there is an instant at which all is back. */
  private static boolean ends(WindowStart start, KeyUsage.OwnLimit own) {
    boolean isUsed = own.state().remaining() < own.state().count();
    return switch (own.limit().algorithm()) {
      // Where windows begin with a call, none is open while nothing is used.
      case FIXED_WINDOW -> start == WindowStart.CLOCK || isUsed;
      case SLIDING_WINDOW -> true;
      case SMOOTH -> isUsed;
      case IN_FLIGHT -> false;
    };
  }

  private static String withoutEnd(Algorithm algorithm) {
    return switch (algorithm) {
      case FIXED_WINDOW, SLIDING_WINDOW -> "no window is open";
      case SMOOTH -> "all is there";
      case IN_FLIGHT -> "as requests end";
    };
  }

  private static String limit(Limit published, Limit own) {
    String text = LimitText.of(own).toString();
    return own.count() == published.count()
        ? text
        : text + ", in place of " + LimitText.grouped(published.count());
  }

  private static String reset(long second, long nowSecond) {
    long wait = Math.max(second - nowSecond, 0);
    String when = (wait < DAY ? TIME : DATE).format(Instant.ofEpochSecond(second));
    return when + ", in " + duration(wait);
  }

  /** Rounded down to what people plan by. */
  private static String duration(long seconds) {
    if (seconds >= DAY) {
      return seconds / DAY + " d " + seconds % DAY / HOUR + " h";
    }
    if (seconds >= HOUR) {
      return seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
    }
    return seconds >= MINUTE ? seconds / MINUTE + " min" : seconds + " s";
  }
}
