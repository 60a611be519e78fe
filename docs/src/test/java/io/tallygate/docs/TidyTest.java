package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The structure of the code and the links of the pages. The bad sources show each rule at work. */
final class TidyTest {

  private static final Repository REPOSITORY = Repository.here();

  private static final List<JavaSource> SOURCES =
      JavaSource.parse(
          REPOSITORY.files(".java").stream()
              .collect(Collectors.toMap(Function.identity(), REPOSITORY::read)));

  @Test
  void sources_areFound() {
    assertThat(SOURCES).extracting(JavaSource::module).contains("limiter", "command", "docs");
    assertThat(REPOSITORY.texts()).contains("README.md", "tallygate", "test", "pom.xml");
  }

  @Test
  void imports_followTheArrows() {
    assertThat(SOURCES.stream().flatMap(it -> Arrows.findings(it).stream())).isEmpty();
  }

  @Test
  void files_methodsAndParameters_areSmall() {
    Stream<String> shapes = SOURCES.stream().flatMap(it -> Sizes.findings(it).stream());
    Stream<String> lines =
        REPOSITORY.texts().stream()
            .filter(path -> path.endsWith(".java") || Repository.isScript(path))
            .flatMap(path -> Sizes.lineFindings(path, REPOSITORY.read(path)).stream());
    assertThat(Stream.concat(shapes, lines)).isEmpty();
  }

  @Test
  void bannedNames_areNotUsed() {
    assertThat(SOURCES.stream().flatMap(it -> Bans.findings(it).stream())).isEmpty();
  }

  @Test
  void names_areOfTheDomain() {
    assertThat(SOURCES.stream().flatMap(it -> Names.findings(it).stream())).isEmpty();
  }

  @Test
  void packages_sayWhatTheyAre() {
    assertThat(Packages.findings(SOURCES)).isEmpty();
  }

  @Test
  void invariants_haveATestOfTheirName() {
    assertThat(Invariants.findings(SOURCES)).isEmpty();
  }

  @Test
  void texts_areFinishedAndOfNoMachine() {
    assertThat(
            REPOSITORY.texts().stream()
                .filter(
                    path -> !path.equals("docs/src/test/java/io/tallygate/docs/BadSources.java"))
                .flatMap(path -> Texts.findings(path, REPOSITORY.read(path)).stream()))
        .isEmpty();
  }

  @Test
  void links_leadSomewhere() {
    Links links = new Links(new HashSet<>(REPOSITORY.files()), REPOSITORY::read);
    assertThat(REPOSITORY.files(".md").stream().flatMap(it -> links.findings(it).stream()))
        .isEmpty();
  }

  @Test
  void pages_areOnTheirShelf() {
    Links links = new Links(new HashSet<>(REPOSITORY.files()), REPOSITORY::read);
    List<String> pages =
        REPOSITORY.files(".md").stream()
            .filter(path -> path.startsWith("docs/") && !path.equals("docs/README.md"))
            .toList();
    assertThat(links.targets("docs/README.md"))
        .as("docs/README.md lists every page")
        .containsAll(pages);
  }

  @Test
  void needsTags_areRowsOfTheTestCommand() {
    List<String> rows =
        REPOSITORY
            .read("test")
            .lines()
            .filter(line -> line.matches("[a-z0-9]+\\|.*\\|.*"))
            .map(line -> line.substring(0, line.indexOf('|')))
            .toList();
    assertThat(rows).contains("npm", "nginx", "chromium", "curl");
    assertThat(SOURCES.stream().flatMap(it -> NeedsTags.findings(it, rows).stream())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("io.tallygate.docs.BadSources#rows")
  void badSource_isFound(BadSources.Row row) {
    assertThat(findings(row.path(), row.text())).containsExactly(row.finding());
  }

  @ParameterizedTest
  @MethodSource("io.tallygate.docs.BadSources#goodRows")
  void goodSource_isLeftAlone(BadSources.Row row) {
    assertThat(findings(row.path(), row.text())).isEmpty();
  }

  /** What all rules together find in one file. */
  private static List<String> findings(String path, String text) {
    Stream<String> anyText = Texts.findings(path, text).stream();
    if (path.endsWith(".md")) {
      Map<String, String> pages = Map.of(path, text, "docs/there.md", "# There\n\n## A thing\n");
      Links links = new Links(pages.keySet(), page -> pages.getOrDefault(page, ""));
      return Stream.concat(anyText, links.findings(path).stream()).toList();
    }
    if (!path.endsWith(".java")) {
      return Stream.concat(anyText, Sizes.lineFindings(path, text).stream()).toList();
    }
    List<JavaSource> sources = JavaSource.parse(withPackageInfo(path, text));
    Stream<String> ofSources =
        sources.stream()
            .filter(source -> source.path().equals(path))
            .flatMap(
                source ->
                    Stream.of(
                            Arrows.findings(source),
                            Sizes.findings(source),
                            Bans.findings(source),
                            Names.findings(source),
                            NeedsTags.findings(source, List.of("nginx")))
                        .flatMap(List::stream));
    Stream<String> others =
        Stream.of(
                Sizes.lineFindings(path, text),
                Packages.findings(sources),
                Invariants.findings(sources))
            .flatMap(List::stream);
    return Stream.of(anyText, ofSources, others).flatMap(Function.identity()).toList();
  }

  /** Rows are about other things than a missing package-info, but for those that say "bare". */
  private static Map<String, String> withPackageInfo(String path, String text) {
    String folder = path.substring(0, path.lastIndexOf('/'));
    String packageLine =
        text.lines().filter(it -> it.startsWith("package ")).findFirst().orElse("");
    return path.contains("/bare/") || path.endsWith("-info.java")
        ? Map.of(path, text)
        : Map.of(path, text, folder + "/package-info.java", "@NullMarked\n" + packageLine + "\n");
  }
}
