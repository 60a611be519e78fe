package io.tallygate.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.command.Cli.Run;
import io.tallygate.policy.PolicyFile;
import io.tallygate.policy.draft.PolicyDraft;
import io.tallygate.policy.page.PolicyPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class PolicyCommandTest {

  private static final String POLICY =
      """
      groups:
        files:
          limit: 500/hour
          endpoints:
            - GET /files
      other: 100/hour
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writePolicy() throws IOException {
    file = Files.writeString(folder.resolve("limits.yaml"), POLICY);
  }

  @Test
  void check_goodFiles_saysTheirSizes() {
    assertThat(run("check", file.toString(), "videogen"))
        .isEqualTo(
            new Run(
                0,
                "ok: " + file + ": 1 group, 1 endpoint\nok: videogen: 14 groups, 15 endpoints\n",
                ""));
  }

  @Test
  void check_badFileAmongGoodOnes_tellsItsProblemsAndTheOthersSizes() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "othre: 1/hour\n");

    assertThat(run("check", "bad.yaml", "videogen"))
        .isEqualTo(
            new Run(
                1,
                bad
                    + ":1:1: unknown field: field=othre; did you mean 'other'?\n"
                    + bad
                    + ":1:1: other is missing, it limits what no group names: add a line such as"
                    + " 'other: 1,000 requests/hour'\n"
                    + "ok: videogen: 14 groups, 15 endpoints\n",
                ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "show",
        "explain POST",
        "explain post /v1/files",
        "explain GET v1/files",
        "diff a",
        "page --format pdf",
        "frobnicate",
        "new extra",
        ""
      })
  void execute_wrongUsage_isTwo(String arguments) {
    Run result = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"show", "explain GET / --policy", "page --policy", "diff videogen"})
  void execute_fileThatIsNotThere_isOne(String arguments) {
    Run result = run((arguments + " nowhere.yaml").split(" "));

    assertThat(result)
        .isEqualTo(
            new Run(
                1,
                "",
                "tallygate: no such file, and no policy of this name comes with Tallygate: policy="
                    + folder.resolve("nowhere.yaml")
                    + "; known are videogen\n"));
  }

  @Test
  void show_policy_isATableOrJson() {
    assertThat(run("show", "videogen").out())
        .startsWith("GROUP ")
        .contains("\ncancel                  POST /v1/tools/executions/{id}/cancel ");

    JsonNode shown = Json.MAPPER.readTree(run("show", "--json", file.toString()).out());
    assertThat(shown.at("/groups/0/group").stringValue()).isEqualTo("files");
    assertThat(shown.at("/groups/0/endpoints/0").stringValue()).isEqualTo("GET /files");
    assertThat(shown.at("/groups/0/limits/0").stringValue()).isEqualTo("500 requests/hour");
    assertThat(shown.at("/groups/1/published").booleanValue()).isFalse();
    assertThat(shown.at("/settings/window").stringValue()).isEqualTo("first-call");
  }

  @Test
  void explain_endpointOfThePage_saysItsGroup() {
    Run result = run("explain", "POST", "/v1/files/upload");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("POST /v1/files/upload\n  group    upload\n")
        .contains("  limit    500 requests/hour\n");
  }

  @Test
  void explain_pathWithQuery_isReadWithoutIt() {
    assertThat(run("explain", "GET", "/files?page=2", "--policy", file.toString()).out())
        .startsWith("GET /files\n  group    files\n");
  }

  @Test
  void explain_lettersBeyondAscii_areTheirBytes() {
    assertThat(run("explain", "GET", "/v1/files/für").out())
        .startsWith("GET /v1/files/für\n  group    files\n");
  }

  @Test
  void explain_pathThatNothingNames_saysOther() {
    assertThat(run("explain", "PUT", "/v2/nothing").out())
        .startsWith("PUT /v2/nothing\n  group    other\n");
  }

  @Test
  void explain_ambiguousPath_saysWhy() {
    assertThat(run("explain", "POST", "/v1/tools/x%2F..%2F..%2Ffiles%2Fupload").out())
        .contains("answer   400 ambiguous_path\n", "way out");
  }

  @Test
  void page_formats_areThoseOfThePolicy() throws IOException {
    PolicyFile videogen = PolicyFile.bundled("videogen");
    Path html = folder.resolve("page.html");

    assertThat(run("page")).isEqualTo(new Run(0, PolicyPage.markdown(videogen), ""));
    assertThat(run("page", "--format", "html", "--out", html.toString()))
        .isEqualTo(new Run(0, "written  " + html + "\n", ""));
    assertThat(html).hasContent(PolicyPage.html(videogen));
    assertThat(run("page", "--policy", file.toString(), "--out", html.toString()).exitCode())
        .isZero();
    assertThat(html).hasContent(PolicyPage.markdown(PolicyFile.read(file)));
  }

  @Test
  void page_folderThatIsNotThere_isOne() {
    Run result = run("page", "--out", folder.resolve("no/page.md").toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("tallygate: failed: cause=");
  }

  @Test
  void diff_files_areComparedLikeDiff() throws IOException {
    Path after = Files.writeString(folder.resolve("new.yaml"), POLICY.replace("500", "600"));

    assertThat(run("diff", file.toString(), file.toString())).isEqualTo(new Run(0, "", ""));
    assertThat(run("diff", file.toString(), after.toString()))
        .isEqualTo(new Run(1, "limit raised  files  500 requests/hour -> 600 requests/hour\n", ""));

    Run json = run("diff", "--json", file.toString(), after.toString());
    assertThat(json.exitCode()).isEqualTo(1);
    JsonNode change = Json.MAPPER.readTree(json.out()).get(0);
    assertThat(change.at("/kind").stringValue()).isEqualTo("LIMIT_RAISED");
    assertThat(change.at("/subject").stringValue()).isEqualTo("files");
    assertThat(change.at("/before").stringValue()).isEqualTo("500 requests/hour");
    assertThat(change.at("/after").stringValue()).isEqualTo("600 requests/hour");
  }

  @Test
  void write_firstFile_isPrintedOrWrittenOnce() {
    Path first = folder.resolve("first.yaml");

    assertThat(run("new")).isEqualTo(new Run(0, PolicyDraft.blank(), ""));
    assertThat(run("new", "--out", first.toString()).exitCode()).isZero();
    assertThat(run("check", first.toString()).exitCode()).isZero();
    assertThat(run("new", "--out", first.toString()))
        .isEqualTo(new Run(1, "", "tallygate: file must not be there yet: out=" + first + "\n"));
  }

  @Test
  void write_openApi_makesAFileThatIsRight() throws IOException {
    Path api =
        Files.writeString(
            folder.resolve("api.json"),
            "{\"openapi\": \"3.0.3\", \"paths\": {\"/v1/files\": {\"get\": {}}}}");
    Path first = folder.resolve("first.yaml");

    assertThat(run("new", "--openapi", api.toString(), "--out", first.toString()).exitCode())
        .isZero();
    assertThat(run("check", first.toString()).out()).endsWith(": 1 group, 1 endpoint\n");
    assertThat(run("new", "--openapi", file.toString()).exitCode()).isEqualTo(1);
  }

  @Test
  void schema_draft_isJson() {
    assertThat(Json.MAPPER.readTree(run("schema").out()).at("/type").stringValue())
        .isEqualTo("object");
  }

  @Test
  void import_page_isPrintedOrWrittenOnceAndToldBeside() throws IOException {
    Files.writeString(
        folder.resolve("page.md"), "GET /a: 5 requests/hour\nGET /b: 5 requests/fortnight\n");
    Run printed = run("import", "page.md");

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out()).contains("\ngroups:\n  a:\n    limit: 5 requests/hour\n");
    assertThat(printed.err())
        .isEqualTo(
            """
            tallygate: page.md:2: unit must be second, minute, hour, day or week: unit=fortnight: \
            line=GET /b: 5 requests/fortnight
            tallygate: page.md: the page has no limit for all other endpoints, set this guess: \
            other=1,000 requests/hour
            """);
    assertThat(run("import", "page.md", "--out", "p.yaml").out()).isEqualTo("written  p.yaml\n");
    assertThat(folder.resolve("p.yaml")).hasContent(printed.out());
    assertThat(run("import", "page.md", "--out", "p.yaml").err())
        .endsWith("tallygate: file must not be there yet: out=p.yaml\n");
  }

  @Test
  void import_stdin_isRead() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("GET /a: 5 requests/hour".getBytes(UTF_8)));
    try {
      assertThat(run("import", "-").out()).startsWith("# Made from the published page stdin.\n");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void import_nothingUnderstood_isOne() throws IOException {
    Files.writeString(folder.resolve("page.md"), "Hello\n");

    assertThat(run("import", "page.md"))
        .isEqualTo(
            new Run(
                1,
                "",
                "tallygate: page.md: no line was understood; a line must look like this: GET"
                    + " /v1/files, GET /v1/files/{id} (a note) 500 requests/hour\n"));
  }

  @Test
  void openapi_file_isAddedToInItsPlace() throws IOException {
    Path api =
        Files.writeString(
            folder.resolve("api.yaml"),
            "openapi: 3.1.0 # kept\npaths:\n  /files:\n    get: {responses: {}}\n");
    Run first = run("openapi", "--policy", file.toString(), "api.yaml", "--out", api.toString());

    assertThat(first).isEqualTo(new Run(0, "written  " + api + "\n", ""));
    assertThat(Files.readString(api))
        .startsWith("openapi: 3.1.0 # kept\n")
        .contains("\"x-tallygate\": {\"group\": \"files\", \"limits\": [\"500 requests/hour\"]}");
    assertThat(run("openapi", "--policy", file.toString(), "api.yaml").out())
        .isEqualTo(Files.readString(api));
  }

  private Run run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "policy";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Cli.in(folder).run(all);
  }
}
