package io.tallygate.sandbox.execution;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a tester asks for within a prompt.
 *
 * @param delay before it begins, at most {@link #DELAY_MAX}
 */
public record TestWords(Duration delay, End end) {

  /** A longer one is cut. */
  public static final Duration DELAY_MAX = Duration.ofMinutes(10);

  private static final Pattern DELAY = Pattern.compile("\\[delay ([0-9]{1,4})(ms|s)]");
  private static final String FAIL = "[fail]";
  private static final String STUCK = "[stuck]";
  private static final String NO_CREDITS = "[no credits]";

  /** How it ends. */
  public enum End {
    WORK,
    /** It fails. */
    FAIL,
    /** It runs until it is cancelled, or for as long as a job may. */
    STUCK,
    /** It is refused at once, as with no credits left. */
    NO_CREDITS
  }

  /** Reads them, wherever they stand. */
  public static TestWords in(String text) {
    Duration delay = Duration.ZERO;
    Matcher words = DELAY.matcher(text);
    if (words.find()) {
      long count = Long.parseLong(words.group(1));
      delay = words.group(2).equals("s") ? Duration.ofSeconds(count) : Duration.ofMillis(count);
    }
    return new TestWords(delay.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay, end(text));
  }

  private static End end(String text) {
    if (text.contains(NO_CREDITS)) {
      return End.NO_CREDITS;
    }
    if (text.contains(FAIL)) {
      return End.FAIL;
    }
    return text.contains(STUCK) ? End.STUCK : End.WORK;
  }
}
