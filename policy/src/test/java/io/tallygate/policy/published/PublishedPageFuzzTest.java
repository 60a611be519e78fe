package io.tallygate.policy.published;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Algorithm;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.RandomPolicies;
import io.tallygate.policy.page.PolicyPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the page of any policy, and for any text; each run tells its seed. */
final class PublishedPageFuzzTest {

  private static final long SEED = 20_261_124;
  private static final int POLICIES = 500;
  private static final int MUTATIONS = 2_000;
  private static final int PIECES_BYTES = 1 << 17;
  private static final Duration CPU_TIME_MAX = Duration.ofSeconds(15);
  private static final Path PAGES = Path.of("src", "test", "resources", "published");

  /** What means something on a page. */
  private static final List<String> PIECES =
      List.of(
          "|",
          "`",
          "``",
          "*",
          "**",
          "\\",
          "<",
          ">",
          "<td>",
          "</table>",
          "<dl>",
          "&lt;",
          "&#0;",
          "(",
          ")",
          "[a](b)",
          "GET ",
          "/",
          "//",
          "{",
          "}",
          ":id",
          "<id>",
          ", ",
          " and ",
          "500",
          "5,00",
          "0",
          " requests/hour",
          "/hour",
          " per ",
          "k",
          ".",
          "-",
          "\t",
          "\n",
          "\r",
          "# ",
          "```\n",
          "\ud834",
          "\ufdd0",
          "\uf72a",
          "\u2028",
          "\0");

  @ParameterizedTest
  @ValueSource(strings = {"markdown", "html"})
  void ownPage_ofAnyPolicy_isAFixedPoint(String format) {
    RandomPolicies policies = new RandomPolicies(SEED);
    int read = 0;
    for (int i = 0; i < POLICIES; i++) {
      PolicyFile policy = policies.next();
      List<String> published = said(policy);
      if (published.isEmpty()) {
        continue; // such a page has no line that could be understood
      }
      read++;
      String page = page(format, policy);
      PageImport first = PublishedPage.read("f", page);
      PageImport second = PublishedPage.read("f", page(format, first.file()));

      assertThat(said(first.file())).as("seed=%s i=%s %s", SEED, i, page).isEqualTo(published);
      assertThat(first.leftOut()).as("seed=%s i=%s %s", SEED, i, page).isEmpty();
      assertThat(second.file()).as("seed=%s i=%s %s", SEED, i, page).isEqualTo(first.file());
      assertThat(PolicyFile.parse("again", first.toYaml()))
          .as("seed=%s i=%s %s", SEED, i, page)
          .isEqualTo(first.file());
    }
    assertThat(read).isGreaterThan(POLICIES / 2);
  }

  private static String page(String format, PolicyFile file) {
    return format.equals("html") ? PolicyPage.html(file) : PolicyPage.markdown(file);
  }

  /** All that a page says of a policy, but for its groups' names. */
  private static List<String> said(PolicyFile file) {
    List<Group> published = file.policy().all().stream().filter(Group::published).toList();
    if (published.isEmpty()) {
      return List.of();
    }
    Stream<String> settings =
        Stream.of(
            Signs.collapsed(file.title()),
            Signs.collapsed(file.contact()),
            windows(published) ? file.policy().window().toString() : "",
            file.policy().pathCase().toString(),
            file.policy().onFull().toString(),
            file.policy().open().toString());
    return Stream.concat(settings, published.stream().map(PublishedPageFuzzTest::said)).toList();
  }

  /** Where no limit of the page has windows, it need not say when they begin. */
  private static boolean windows(List<Group> published) {
    return published.stream()
        .flatMap(group -> group.limits().stream())
        .anyMatch(limit -> limit.algorithm() == Algorithm.FIXED_WINDOW);
  }

  private static String said(Group group) {
    return group.endpoints().stream().map(Endpoint::toString).toList()
        + Signs.collapsed(group.note())
        + group.limits().stream().map(limit -> LimitText.of(limit).toString()).toList()
        + (group.endpoints().size() > 1 ? group.counter() : "");
  }

  @Test
  void read_anyMutation_isReadOrRefusedInTime() throws IOException {
    List<String> pages =
        List.of(
            Files.readString(PAGES.resolve("copied.txt")),
            Files.readString(PAGES.resolve("columns.md")),
            Files.readString(PAGES.resolve("rowspan.html")),
            PolicyPage.html(PolicyFile.bundled("videogen")),
            PolicyPage.markdown(PolicyFile.bundled("videogen")));
    Random random = new Random(SEED);
    Duration before = cpuTime();
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      read += isRead(mutated(pages.get(i % pages.size()), random)) ? 1 : 0;
    }

    assertThat(cpuTime().minus(before)).isLessThan(CPU_TIME_MAX);
    assertThat(read).isGreaterThan(MUTATIONS / 2);
  }

  /** A page of one thing, on one line and on as many as there are; see also the test below. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<table><tr><td>",
        "<td rowspan=1000 colspan=50>",
        "<dl><dt>",
        "<a b='",
        "<!--",
        "<tr>",
        "<code>",
        "&lt;",
        "[",
        "[a](",
        "(",
        "`",
        "**",
        "\\",
        "|",
        "\t",
        "\n",
        " ",
        "0",
        "1,",
        "1,000",
        "9 ",
        "GET ",
        "GET /",
        "GET /a ",
        "GET/a,",
        "GET /a (",
        "/a",
        "a",
        "A",
        "a/",
        "{id}",
        "5 requests/",
        "5/hour ",
        "5 requests per ",
        "GET /a\n",
        "GET /a5 requests/hour\n",
        "GET /a 5/hour\n",
        "x: GET /a 5/hour\n",
        "# ",
        "> ",
        "- ",
        "```\n",
        "every other ",
        "No key is needed for GET /a ",
      })
  void read_onePieceOverAndOver_isDoneInTime(String piece) {
    Duration before = cpuTime();
    String most = piece.repeat(PIECES_BYTES / piece.length());

    isRead(most);
    isRead("<p>" + most);
    isRead(inLines(most));
    assertThat(cpuTime().minus(before)).isLessThan(CPU_TIME_MAX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<div>", "<table><tr><td>", "GET /a 5/hour, ", "GET /a\n"})
  void read_longestPage_isDoneInTime(String piece) {
    Duration before = cpuTime();

    isRead(longest("<p>", piece));
    assertThat(cpuTime().minus(before)).isLessThan(CPU_TIME_MAX);
  }

  /** As long as a page may be, and with as many tags. */
  private static String longest(String start, String piece) {
    int tags = Math.max(1, (int) piece.chars().filter(c -> c == '<').count());
    int times =
        Math.min(
            (PublishedPage.BYTES_MAX - start.length()) / piece.length(),
            piece.startsWith("<") ? PublishedPage.TAGS_MAX / tags - 1 : Integer.MAX_VALUE);
    return start + piece.repeat(times);
  }

  /** Lines as long as any that is looked into. */
  private static String inLines(String text) {
    StringBuilder lines = new StringBuilder(text);
    for (int i = RowReader.LINE_MAX - 1; i < lines.length(); i += RowReader.LINE_MAX) {
      lines.setCharAt(i, '\n');
    }
    return lines.toString();
  }

  /** Of this process: what else the machine does shall not fail the test. */
  private static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /** Lets everything through but the one exception that a page may cause. */
  private static boolean isRead(String page) {
    try {
      PageImport read = PublishedPage.read("page", page);
      assertThat(PolicyFile.parse("again", read.toYaml())).as(page).isEqualTo(read.file());
      assertThat(read.remarks()).hasSizeLessThanOrEqualTo(101);
      return true;
    } catch (PolicyException e) {
      assertThat(e.getMessage()).containsAnyOf("no line was understood", "at most 50000 lines");
      return false;
    }
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(mutated.length());
      int to = Math.min(mutated.length(), at + 1 + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> mutated.delete(at, to);
        case 1 -> mutated.insert(at, mutated.substring(at, to));
        case 2 -> mutated.setCharAt(at, (char) random.nextInt(0x180));
        default -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return mutated.toString();
  }
}
