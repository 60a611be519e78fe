package io.tallygate.gateway.database;

import io.tallygate.gateway.key.Page;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Makes pages of rows, and patterns of what is searched for. */
final class Pages {

  private Pages() {}

  /**
   * A page of rows of which one more was asked for than fits: if it is there, a page follows.
   *
   * @param number of a row, by which they are in order
   */
  static <T> Page<T> of(List<T> rows, Page.Request page, ToLongFunction<T> number) {
    if (rows.size() <= page.size()) {
      return new Page<>(rows, "");
    }
    List<T> items = rows.subList(0, page.size());
    T last = items.get(items.size() - 1);
    return new Page<>(items, Page.Request.cursorAfter(number.applyAsLong(last)));
  }

  /** As it is kept to be searched: capitals do not count, in any database. */
  static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A pattern for LIKE with ESCAPE '!' that finds the text anywhere. */
  static String anywhere(String text) {
    return "%" + folded(text).replaceAll("[!%_]", "!$0") + "%";
  }
}
