package io.tallygate.policy.published;

import static io.tallygate.limiter.check.Checks.require;

import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.policy.Gate;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.published.Reading.EndpointsOnly;
import io.tallygate.policy.published.Reading.LimitsOnly;
import io.tallygate.policy.published.Reading.NotUnderstood;
import io.tallygate.policy.published.Reading.Understood;
import io.tallygate.policy.published.Row.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a published page of rate limits as it is found: Markdown, HTML, or text that was copied
 * from a browser.
 *
 * <p>A line is read if it says nothing but {@code METHOD PATH[, METHOD PATH ...] [(note)] N
 * requests/UNIT}, in this order or with the limit in front, in the cells of a table or glued
 * together. Whatever else looks like a limit is told and left out: nothing is guessed in silence.
 */
public final class PublishedPage {

  /** How long a page may be, in bytes. */
  public static final int BYTES_MAX = 4 << 20;

  /** How many lines and rows of tables a page may have. */
  public static final int LINES_MAX = 50_000;

  /** How many tags a page in HTML may have: unclosed cells cost the parser the square of them. */
  public static final int TAGS_MAX = 200_000;

  private static final LimitText OTHER = new LimitText(1_000, Duration.ofHours(1));
  private static final String FORM =
      "no line was understood; a line must look like this: GET /v1/files, GET /v1/files/{id} (a"
          + " note) 500 requests/hour";

  private final Remarks remarks;
  private final Groups groups;
  private final Set<String> passedOver = new LinkedHashSet<>();
  private @Nullable Row waitingRow;
  private @Nullable Entry waiting;
  private int waitingRows;

  private PublishedPage(Remarks remarks, Groups groups) {
    this.remarks = remarks;
    this.groups = groups;
  }

  /**
   * Reads a page. What begins with {@code <} is HTML.
   *
   * @param source the page's name, for the messages
   * @param page at most {@link #BYTES_MAX} characters
   * @throws PolicyException if it has too many lines or tags, or none that is understood: then with
   *     all that look like limits
   */
  public static PageImport read(String source, String page) {
    require(
        page.length() <= BYTES_MAX,
        "page must have at most %s characters: characters=%s",
        BYTES_MAX,
        page.length());
    String text = Signs.cleared(page);
    boolean html = text.stripLeading().startsWith("<");
    long tags = html ? text.chars().filter(c -> c == '<').count() : 0;
    atMost(source, "tags", TAGS_MAX, tags);
    List<Row> rows = html ? HtmlRows.of(text) : TextRows.of(text);
    atMost(source, "lines", LINES_MAX, rows.size());
    OwnPage own = new OwnPage(rows);
    Remarks remarks = new Remarks(source);
    Groups groups = new Groups(own.pathCase(), remarks);
    PublishedPage reader = new PublishedPage(remarks, groups);
    rows.forEach(reader::row);
    if (groups.isEmpty()) {
      List<String> problems = new ArrayList<>(remarks.lines());
      problems.add(source + ": " + FORM);
      throw new PolicyException(problems);
    }
    if (!groups.hasOther()) {
      remarks.add("the page has no limit for all other endpoints, set this guess: other=" + OTHER);
    }
    return new PageImport(
        source, file(rows, own, groups), remarks.lines(), remarks.notUnderstood());
  }

  private static void atMost(String source, String what, int max, long count) {
    if (count > max) {
      throw new PolicyException(
          List.of(
              source + ": page must have at most " + max + " " + what + ": " + what + "=" + count));
    }
  }

  private static PolicyFile file(List<Row> rows, OwnPage own, Groups groups) {
    GroupNames names = new GroupNames();
    List<Group> named = groups.groups(names);
    Group other = groups.other(names, OTHER);
    Policy policy =
        new Policy(named, other, own.open(), own.window(), own.pathCase(), own.onFull());
    String title =
        rows.stream().filter(row -> row.kind() == Kind.TITLE).map(Row::text).findFirst().orElse("");
    return new PolicyFile(
        PlainText.orElse(title, PolicyFile.TEXT_MAX, "Rate limits"),
        PlainText.orElse(own.contact(), PolicyFile.TEXT_MAX, ""),
        policy,
        Gate.DEFAULT,
        Map.of());
  }

  private void row(Row row) {
    if (row.kind() == Kind.TITLE || OwnPage.isKnown(row)) {
      return;
    }
    Reading reading = RowReader.read(row);
    if (reading instanceof EndpointsOnly endpoints) {
      waitingRow = row;
      waiting = endpoints.entry();
      waitingRows++;
      return;
    }
    if (reading instanceof Understood understood) {
      understood(row, understood);
    } else if (reading instanceof LimitsOnly limits) {
      limits(row, limits);
    } else if (reading instanceof NotUnderstood not) {
      remarks.notUnderstood(row, not.reason());
    }
    waiting = null;
    waitingRow = null;
    waitingRows = 0;
  }

  private void understood(Row row, Understood understood) {
    for (String column : understood.passedOver()) {
      if (row.head().isEmpty() || passedOver.add(column)) {
        remarks.add(
            row, "this is passed over: " + (row.head().isEmpty() ? "text=" : "column=") + column);
      }
    }
    understood.doubts().forEach(doubt -> remarks.add(row, doubt));
    if (row.kind() == Kind.SPANNED) {
      remarks.add(row, "a limit that spans rows is given to each, with a counter of its own");
    }
    understood.entries().forEach(entry -> groups.add(row, entry));
  }

  /** Limits below a line of endpoints belong to it; below several nobody knows to which. */
  private void limits(Row row, LimitsOnly limits) {
    if (waiting == null || waitingRow == null) {
      remarks.notUnderstood(row, "no endpoint stands beside the limit");
    } else if (waitingRows > 1) {
      remarks.notUnderstood(row, "several lines of endpoints stand above the limit");
    } else {
      groups.add(waitingRow, waiting.withLimits(limits.limits()));
    }
  }
}
