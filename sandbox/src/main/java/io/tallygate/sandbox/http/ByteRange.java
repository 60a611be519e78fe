package io.tallygate.sandbox.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param first and last: both are part of it
 */
record ByteRange(long first, long last) {

  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** What the field asks for. */
  enum Kind {
    /** All of it: no range, or one that may be ignored. */
    WHOLE,
    PART,
    /** Beyond the end. */
    UNSATISFIABLE
  }

  /**
   * What was read.
   *
   * @param range the whole file if it is no part
   */
  record Read(Kind kind, ByteRange range) {}

  /** Several ranges at once are not made: then the whole file is the answer. */
  static Read read(@Nullable String field, long length) {
    ByteRange whole = new ByteRange(0, length - 1);
    Matcher parts = ONE.matcher(Optional.ofNullable(field).orElse(""));
    if (!parts.matches() || (parts.group(1).isEmpty() && parts.group(2).isEmpty())) {
      return new Read(Kind.WHOLE, whole);
    }
    long first;
    long last = length - 1;
    if (parts.group(1).isEmpty()) {
      long suffix = Long.parseLong(parts.group(2));
      first = suffix == 0 ? length : Math.max(0, length - suffix);
    } else {
      first = Long.parseLong(parts.group(1));
      if (!parts.group(2).isEmpty()) {
        long end = Long.parseLong(parts.group(2));
        if (end < first) {
          return new Read(Kind.WHOLE, whole); // no range at all
        }
        last = Math.min(last, end);
      }
    }
    return first >= length
        ? new Read(Kind.UNSATISFIABLE, whole)
        : new Read(Kind.PART, new ByteRange(first, last));
  }

  long length() {
    return last - first + 1;
  }
}
