package io.tallygate.policy.page;

import static io.tallygate.policy.page.Span.line;

import io.tallygate.limiter.header.HeaderFields;
import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.Block.Bullets;
import io.tallygate.policy.page.Block.Heading;
import io.tallygate.policy.page.Block.Listing;
import io.tallygate.policy.page.Block.Paragraph;
import io.tallygate.policy.page.Block.Table;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Link;
import io.tallygate.policy.page.Span.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the page says, in order. */
final class PageContent {

  private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,128}");
  private static final Pattern SITE = Pattern.compile("https?://[^\\s<>\"'\\\\]+");

  private final PolicyFile file;
  private final List<Group> published;
  private final List<Block> blocks = new ArrayList<>();

  PageContent(PolicyFile file) {
    this.file = file;
    this.published = file.policy().all().stream().filter(Group::published).toList();
  }

  List<Block> blocks() {
    blocks.add(new Heading(1, file.title()));
    say(
        "Every API key may send a certain number of requests in a window of time, for each group of"
            + " endpoints. The limits keep the API there for everybody.");
    defaultLimits();
    blocks.add(new Heading(2, "How requests are counted"));
    blocks.add(new Bullets(new CountingRules(file).lines()));
    responseHeaders();
    handling429();
    higherLimits();
    return blocks;
  }

  private void say(String words, Span... values) {
    blocks.add(new Paragraph(line(words, values)));
  }

  private void defaultLimits() {
    blocks.add(new Heading(2, "Default limits"));
    if (!published.isEmpty()) {
      blocks.add(
          new Table(
              List.of("Endpoint group", "Limit"),
              published.stream().map(group -> List.of(endpoints(group), limits(group))).toList()));
    }
    if (published.size() < file.policy().all().size()) {
      say(
          published.isEmpty()
              ? "Which limit holds for an endpoint, the headers of its responses tell."
              : "Endpoints that are not in the table have limits too; the headers of their"
                  + " responses tell which.");
    }
    say("These limits apply to each API key on its own.");
  }

  private static List<Span> endpoints(Group group) {
    if (group.endpoints().isEmpty()) {
      return List.of(new Plain("every other endpoint"));
    }
    List<Span> line = new ArrayList<>();
    for (Endpoint endpoint : group.endpoints()) {
      if (!line.isEmpty()) {
        line.add(new Plain(", "));
      }
      line.add(new Code(endpoint.toString()));
    }
    if (!group.note().isEmpty()) {
      line.add(new Plain(" (" + group.note() + ")"));
    }
    return line;
  }

  private static List<Span> limits(Group group) {
    String limits =
        String.join(
            " and ", group.limits().stream().map(limit -> LimitText.of(limit).toString()).toList());
    boolean each = group.counter() == CounterScope.EACH_ENDPOINT && group.endpoints().size() > 1;
    return List.of(new Plain(each ? limits + " for each" : limits));
  }

  private void responseHeaders() {
    boolean ietf = file.gate().ietf() == Ietf.DRAFT_10;
    blocks.add(new Heading(2, "Response headers"));
    say("Every response to a request that could be read says where your key stands:");
    List<List<List<Span>>> rows = new ArrayList<>();
    row(rows, HeaderFields.LIMIT, "How many requests the current window admits");
    row(rows, HeaderFields.REMAINING, "How many of them are left");
    row(rows, HeaderFields.RESET, "When the window ends, as a Unix timestamp in seconds");
    if (ietf) {
      row(
          rows,
          HeaderFields.RATE_LIMIT_POLICY,
          "Every limit that holds for the request: its number `q`, its window `w` in seconds");
      row(
          rows,
          HeaderFields.RATE_LIMIT,
          "What is left of each, `r`, and in how many seconds its window ends, `t`");
    }
    row(rows, HeaderFields.RETRY_AFTER, "Only on a 429: how many seconds to wait, at least 1");
    blocks.add(new Table(List.of("Header", "Description"), rows));
    if (ietf) {
      say(
          "`RateLimit-Policy` and `RateLimit` follow the tenth draft of the IETF's rate limit"
              + " headers. Their `pk` tells the keys of one program apart.");
    }
    say(
        "Where several limits hold for one request, `X-RateLimit-*` shows the one with the fewest"
            + " requests left; on a 429, of those that are used up the one that frees last. Where"
            + " no window is open yet, all of the limit is left, and the end is that of a window"
            + " that would open now. A response to a request without a valid key shows the limit of"
            + " the address it came from.");
    example();
  }

  private static void row(List<List<List<Span>>> rows, String header, String meaning) {
    rows.add(List.of(List.of(new Code(header)), line(meaning)));
  }

  /** A 429 of the first group of the page, with two thirds of its window gone. */
  private void example() {
    Group group = published.isEmpty() ? file.policy().other() : published.get(0);
    Limit limit = group.limits().get(0);
    long wait = Math.max(1, limit.period().toSeconds() / 3);
    StringBuilder text = new StringBuilder("HTTP/1.1 429 Too Many Requests\n");
    text.append("X-RateLimit-Limit: ").append(limit.count()).append('\n');
    text.append("X-RateLimit-Remaining: 0\n");
    text.append("X-RateLimit-Reset: 1795510820\n");
    if (file.gate().ietf() == Ietf.DRAFT_10) {
      String name = "\"" + limit.name() + "\"";
      text.append("RateLimit-Policy: ").append(name).append(";q=").append(limit.count());
      text.append(";w=").append(limit.period().toSeconds()).append(";qu=\"requests\"");
      text.append(";pk=:a2V5XzE=:\n");
      text.append("RateLimit: ").append(name).append(";r=0;t=").append(wait);
      text.append(";pk=:a2V5XzE=:\n");
    }
    text.append("Retry-After: ").append(wait).append('\n');
    blocks.add(new Listing(text.toString()));
  }

  private void handling429() {
    blocks.add(new Heading(2, "Handling 429 responses"));
    say(
        "Over a limit the answer is `429 Too Many Requests`. Its body is JSON with a `message` and"
            + " the `code` {}, or `application/problem+json` if your request accepts that. The"
            + " request was not carried out and costs nothing, so it can be sent again as it is.",
        new Code(ErrorCode.RATE_LIMITED.code()));
    blocks.add(
        new Bullets(
            Stream.of(
                    "Wait, and longer each time. `Retry-After` says how long it takes at least. A"
                        + " program that does not read it waits 1 s, then 2 s, then 4 s and so on,"
                        + " with some chance in it so that many workers do not come back at once.",
                    "Be told, do not ask. If you poll for something to finish, let a webhook report"
                        + " it instead, where the API has one: no request is spent on asking.",
                    "Keep what seldom changes. Lists of resources stay the same for hours: store"
                        + " the answer and fetch it again every few hours, not for every request.",
                    "Look ahead. `X-RateLimit-Remaining` and `X-RateLimit-Reset` let you spread"
                        + " what is left over the rest of the window before you meet a 429.")
                .map(words -> line(words))
                .toList()));
  }

  private void higherLimits() {
    blocks.add(new Heading(2, "Higher limits"));
    if (file.contact().isEmpty()) {
      say("If these limits do not fit what you build, ask whoever gave you your key.");
    } else {
      say("If these limits do not fit what you build, ask {}.", contact());
    }
    say(
        "Tell which endpoints, and how many requests in which time. A higher limit holds from your"
            + " next request on; what you have used of the current window stays used.");
  }

  private Span contact() {
    String contact = file.contact();
    if (MAIL.matcher(contact).matches()) {
      return new Link(contact, "mailto:" + contact);
    }
    return SITE.matcher(contact).matches() ? new Link(contact, contact) : new Plain(contact);
  }
}
