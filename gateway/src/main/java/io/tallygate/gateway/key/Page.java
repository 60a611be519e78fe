package io.tallygate.gateway.key;

import static io.tallygate.limiter.check.Checks.require;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a list.
 *
 * @param next where the next page begins, for {@link Request#cursor}; empty after the last
 */
public record Page<T>(List<T> items, String next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * Which part.
   *
   * @param size 1 to {@link #SIZE_MAX}
   * @param cursor opaque, from the page before; empty for the first
   */
  public record Request(int size, String cursor) {

    public static final int SIZE_MAX = 1_000;

    private static final Pattern CURSOR = Pattern.compile("|c[0-9]{1,18}");

    public static final Request FIRST = new Request(100, "");

    public Request {
      require(
          size >= 1 && size <= SIZE_MAX, "size of a page must be 1 to %s: size=%s", SIZE_MAX, size);
      require(
          CURSOR.matcher(cursor).matches(),
          "cursor must be one that a page gave: length=%s",
          cursor.length());
    }

    public Request withSize(int value) {
      return new Request(value, cursor);
    }

    public Request withCursor(String value) {
      return new Request(size, value);
    }

    /** Behind which row the page begins. */
    public long after(long first) {
      return cursor.isEmpty() ? first : Long.parseLong(cursor.substring(1));
    }

    /** The cursor for what stands behind a row. */
    public static String cursorAfter(long row) {
      return "c" + row;
    }
  }
}
