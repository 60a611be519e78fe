package io.tallygate.policy.page;

import static io.tallygate.policy.page.Span.line;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.Block.Bullets;
import io.tallygate.policy.page.Block.Heading;
import io.tallygate.policy.page.Block.Listing;
import io.tallygate.policy.page.Block.Paragraph;
import io.tallygate.policy.page.Block.Row;
import io.tallygate.policy.page.Block.Table;
import io.tallygate.policy.page.Span.Call;
import io.tallygate.policy.page.Span.Code;
import io.tallygate.policy.page.Span.Link;
import io.tallygate.policy.page.Span.Plain;
import io.tallygate.policy.page.Span.Strong;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the page says, in order. */
final class PageContent {

  private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,128}");
  private static final Pattern SITE = Pattern.compile("https?://[^\\s<>\"'\\\\]+");

  private final PolicyFile file;
  private final Kinds kinds;
  private final List<Group> published;
  private final List<Block> blocks = new ArrayList<>();

  PageContent(PolicyFile file) {
    this.file = file;
    this.kinds = Kinds.of(file.policy());
    this.published = file.policy().all().stream().filter(Group::published).toList();
  }

  /** All of it, for a file. */
  List<Block> blocks() {
    return Stream.concat(intro().stream(), rest().stream()).toList();
  }

  private List<Block> intro() {
    blocks.clear();
    blocks.add(new Heading(1, file.title()));
    say(
        "Every API key may send a certain number of requests "
            + inWhat()
            + ", for each group of endpoints. The limits keep the API there for everybody.");
    return List.copyOf(blocks);
  }

  private String inWhat() {
    if (kinds.isWindowsOnly()) {
      return "in a window of time";
    }
    return kinds.told().contains(Algorithm.IN_FLIGHT)
        ? "in a time, or have a certain number under way at once"
        : "in a time";
  }

  /** What stands before a key's usage where the page is served. */
  List<Block> servedIntro() {
    intro();
    say(
        "A request for this page that carries your API key shows what that key has left. The page"
            + " is also there {} and {}.",
        new Link("as Markdown", PageForm.MARKDOWN.path()),
        new Link("as JSON", PageForm.JSON.path()));
    return List.copyOf(blocks);
  }

  /** What stands behind it. */
  List<Block> rest() {
    blocks.clear();
    defaultLimits();
    blocks.add(new Heading(2, "How requests are counted"));
    blocks.add(new Bullets(new CountingRules(file).lines()));
    responseHeaders();
    handling429();
    bestPractices();
    higherLimits();
    return List.copyOf(blocks);
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
              published.stream()
                  .map(group -> new Row(group.name(), List.of(endpoints(group), limits(group))))
                  .toList()));
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
    List<Span> line = new ArrayList<>(endpoints(group.endpoints()));
    if (!group.note().isEmpty() && !group.endpoints().isEmpty()) {
      line.add(new Plain(" (" + group.note() + ")"));
    }
    return line;
  }

  /** The endpoints that share a counter; none stands for those that no group names. */
  static List<Span> endpoints(List<Endpoint> endpoints) {
    if (endpoints.isEmpty()) {
      return List.of(new Plain("every other endpoint"));
    }
    List<Span> line = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      if (!line.isEmpty()) {
        line.add(new Plain(", "));
      }
      line.add(new Call(endpoint.method(), endpoint.pattern()));
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
    HeaderWords words = new HeaderWords(file);
    blocks.add(new Heading(2, "Response headers"));
    say("Every response to a request that could be read says where your key stands:");
    blocks.add(
        new Table(
            List.of("Header", "Description"),
            words.fields().stream()
                .map(
                    field ->
                        new Row(
                            "", List.of(List.of(new Code(field.name())), line(field.meaning()))))
                .toList()));
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
    Group group = published.isEmpty() ? file.policy().other() : published.get(0);
    blocks.add(new Listing(words.example(group.limits().get(0))));
  }

  private void handling429() {
    blocks.add(new Heading(2, "Handling 429 responses"));
    say(
        "Over a limit the answer is `429 Too Many Requests`. Its body is JSON with a `message` and"
            + " the `code` {}, or `application/problem+json` if your request accepts that. The"
            + " request was not carried out and costs nothing, so it can be sent again as it is.",
        new Code(ErrorCode.RATE_LIMITED.code()));
    if (!kinds.met().contains(Algorithm.FIXED_WINDOW)
        && !kinds.met().contains(Algorithm.SLIDING_WINDOW)) {
      return; // there is no window to spread anything over
    }
    say(
        "You can look ahead, too: `X-RateLimit-Remaining` and `X-RateLimit-Reset` let you spread"
            + " what is left over the rest of the window before you meet a 429.");
  }

  private void bestPractices() {
    blocks.add(new Heading(2, "Best practices"));
    blocks.add(
        new Bullets(
            List.of(
                line(
                    "{} Wait 1 s after the first 429, then 2 s, then 4 s and so on, with some"
                        + " chance in it so that many workers do not come back at once. Where"
                        + " `Retry-After` says more, wait that long.",
                    new Strong("Back off exponentially.")),
                line(
                    "{} If you ask again and again whether something is finished, let a webhook"
                        + " report it, where the API has one: no request is spent on asking.",
                    new Strong("Use webhooks instead of polling.")),
                line(
                    "{} Lists of resources stay the same for hours: store the answer and fetch it"
                        + " again every few hours, not for every request.",
                    new Strong("Cache resource lists.")))));
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
