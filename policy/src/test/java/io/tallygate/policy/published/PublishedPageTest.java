package io.tallygate.policy.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.policy.LimitText;
import io.tallygate.policy.PolicyException;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.page.PolicyPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublishedPageTest {

  private static final Path PAGES = Path.of("src", "test", "resources", "published");
  private static final String GUESS =
      "f: the page has no limit for all other endpoints, set this guess: other=1,000 requests/hour";

  @Test
  void copiedPage_glued_isTheElevenPublishedGroupsOfTheBundledPolicy() throws IOException {
    PageImport page = read(Files.readString(PAGES.resolve("copied.txt")));
    List<Group> published =
        PolicyFile.bundled("videogen").policy().groups().stream().filter(Group::published).toList();

    assertThat(published).hasSize(11);
    assertThat(said(page.file().policy().groups())).isEqualTo(said(published));
    assertThat(page.leftOut()).isEmpty();
    assertThat(page.file().title()).isEqualTo("Rate limits");
    assertThat(page.file().policy().groups())
        .extracting(Group::name)
        .containsExactly(
            "tools",
            "tools-executions",
            "tools-executions-cancel",
            "files",
            "files-hydrate",
            "files-upload",
            "files-search",
            "resources",
            "webhooks-endpoints",
            "webhooks-endpoints-post",
            "webhooks-endpoints-delete");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "columns.md",
        "rowspan.html",
        "definitions.html",
        "bullets.md",
        "prose.txt",
        "glued.txt",
        "limit-first.md",
        "several.html",
        "tabs.txt",
        "headings.md",
      })
  void page_spelling_isRead(String name) throws IOException {
    String expected = Files.readString(PAGES.resolve(name.replaceFirst("\\..*", ".expected")));
    PageImport page = PublishedPage.read(name, Files.readString(PAGES.resolve(name)));

    assertThat(
            String.join("\n", said(page.file().policy().all()))
                + "\n\n"
                + page.remarks().stream()
                    .map(remark -> remark + "\n")
                    .collect(Collectors.joining()))
        .isEqualTo(expected);
    assertThat(PolicyFile.parse("again", page.toYaml())).isEqualTo(page.file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"markdown", "html"})
  void ownPage_ofTheBundledPolicy_isAFixedPointWithoutRemarks(String format) {
    PolicyFile videogen = PolicyFile.bundled("videogen");
    PageImport first = read(page(format, videogen));
    PageImport second = read(page(format, first.file()));

    assertThat(said(first.file().policy().groups()))
        .isEqualTo(said(videogen.policy().groups().stream().filter(Group::published).toList()));
    assertThat(first.remarks()).containsExactly(GUESS);
    assertThat(first.file().contact()).isEqualTo(videogen.contact());
    assertThat(second.file()).isEqualTo(first.file());
  }

  private static String page(String format, PolicyFile file) {
    return format.equals("html") ? PolicyPage.html(file) : PolicyPage.markdown(file);
  }

  /** What one line says: its groups, or what is told of it. */
  @ParameterizedTest
  @MethodSource("lines")
  void line_spelling_isReadOrTold(String line, String expected) {
    assertThat(of(line)).isEqualTo(expected);
  }

  /** A line of a page, and behind the arrow what is read of it, or behind a ! what is told. */
  static List<Arguments> lines() throws IOException {
    return Files.readString(PAGES.resolve("lines"))
        .lines()
        .map(line -> line.split(" =>", 2))
        .map(parts -> Arguments.of(parts[0], parts[1].strip()))
        .toList();
  }

  private static String of(String line) {
    // One row that is understood, so that a line that is not says why and not that nothing was.
    PageImport page = read("GET /known: 1 request/day\n\n" + line.replace("\\n", "\n"));
    List<String> said = said(page.file().policy().groups());
    List<String> told = page.remarks().subList(0, page.remarks().size() - 1);
    String groups = said.stream().skip(1).collect(Collectors.joining("; "));
    String remarks =
        told.stream()
            .map(
                remark -> "! " + remark.replaceFirst("^f:\\d+: ", "").replaceFirst(": line=.*", ""))
            .collect(Collectors.joining(" "));
    return (groups + " " + remarks).strip();
  }

  @Test
  void page_nothingUnderstood_saysWhatALineMustLookLike() {
    assertThatThrownBy(() -> read("Welcome\n\nAll calls: 5 requests per minute\n"))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            "f:3: no endpoint stands beside the limit: line=All calls: 5 requests per minute\n"
                + "f: no line was understood; a line must look like this: GET /v1/files, GET"
                + " /v1/files/{id} (a note) 500 requests/hour");
  }

  @Test
  void page_longerThanAllowed_isRefused() {
    String page = "GET /a: 5 requests/hour\n" + "x".repeat(PublishedPage.BYTES_MAX - 24);

    assertThat(read(page).file().policy().groups()).hasSize(1);
    assertThatThrownBy(() -> read(page + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("page must have at most 4194304 characters");
  }

  @Test
  void page_moreLinesThanAllowed_isRefused() {
    String page = "GET /a: 5 requests/hour" + "\nx".repeat(PublishedPage.LINES_MAX - 1);

    assertThat(read(page).file().policy().groups()).hasSize(1);
    assertThatThrownBy(() -> read(page + "\nx"))
        .hasMessage("f: page must have at most 50000 lines: lines=50001");
  }

  @Test
  void page_moreTagsThanAllowed_isRefused() {
    String page = "<p>GET /a: 5 requests/hour" + "<i>".repeat(PublishedPage.TAGS_MAX - 1);

    assertThat(read(page).file().policy().groups()).hasSize(1);
    assertThatThrownBy(() -> read(page + "<i>"))
        .hasMessage("f: page must have at most 200000 tags: tags=200001");
  }

  @Test
  void page_moreGroupsThanAPolicyHolds_tellsTheRest() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i <= 1_000; i++) {
      page.append("GET /a/b").append(i).append("x: 5 requests/hour\n");
    }
    PageImport read = read(page.toString());

    assertThat(read.file().policy().groups()).hasSize(1_000);
    assertThat(read.remarks().get(0))
        .isEqualTo(
            "f:1001: a group must have at most 16 limits, a policy 1000 groups and 10000 endpoints:"
                + " line=GET /a/b1000x: 5 requests/hour");
  }

  @Test
  void toYaml_linesNotUnderstood_areComments() {
    PageImport page = read("GET /a: 5 requests/hour\nGET /b: 5 requests/fortnight\n");

    assertThat(page.toYaml())
        .startsWith("# Made from the published page f.\n")
        .contains(
            """

            # These lines of the page look like limits and were not understood:
            #   2: GET /b: 5 requests/fortnight
            """);
    assertThat(PolicyFile.parse("again", page.toYaml())).isEqualTo(page.file());
  }

  private static PageImport read(String page) {
    return PublishedPage.read("f", page);
  }

  /** Groups without their names: endpoints, note, numbers. */
  static List<String> said(List<Group> groups) {
    return groups.stream()
        .map(
            group ->
                group.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(", "))
                    + (group.note().isEmpty() ? "" : " (" + group.note() + ")")
                    + " "
                    + group.limits().stream()
                        .map(limit -> LimitText.of(limit).toString())
                        .collect(Collectors.joining(" and "))
                    + (group.counter().name().equals("SHARED") ? "" : " each"))
        .map(String::strip)
        .toList();
  }
}
