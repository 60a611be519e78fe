package io.tallygate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README, the pages of the shelf start and some guides, typed by a stranger: in an empty home,
 * with a copy of the repository and nothing beside it.
 *
 * <p>Maven's repository is lent to him, so that his first build is quick. With {@code
 * README_REPOSITORY=empty} in the environment it is not, as on his machine.
 */
@Tag("needs-curl")
final class ReadmeIT {

  /** What the first start may take, and so anything else too. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The guides that start their server themselves. */
  private static final String GUIDES =
      "docs/guide/(publish-the-page|five-minutes|admin-api|sandbox|operating|usage|coach)\\.md";

  /** Where the pages say that the reader's API listens. */
  private static final Pattern API = Pattern.compile("(?<=127\\.0\\.0\\.1:)9000\\b");

  /** Where they let webhooks be received. */
  private static final Pattern RECEIVER = Pattern.compile("\\b9100\\b");

  private static final Repository REPOSITORY = Repository.here();

  @TempDir static Path stranger;

  private static Path clone = Path.of("");
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();

  static List<String> pages() {
    return REPOSITORY.files().stream()
        .filter(path -> path.equals("README.md") || path.matches("docs/start/[^/]+\\.md|" + GUIDES))
        .toList();
  }

  @BeforeAll
  static void cloneRepository() throws IOException {
    Path home = Files.createDirectories(stranger.resolve("home"));
    clone = stranger.resolve("tallygate");
    for (String file : REPOSITORY.files()) {
      Path copy = clone.resolve(file);
      Files.createDirectories(copy.resolve("..").normalize());
      Files.copy(REPOSITORY.root().resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    ENVIRONMENT.put("HOME", home.toString());
    ENVIRONMENT.put("PATH", System.getenv("PATH"));
    ENVIRONMENT.put("JAVA_HOME", System.getProperty("java.home"));
    ENVIRONMENT.put("LANG", "C.UTF-8");
    ENVIRONMENT.put("MAVEN_OPTS", "-Duser.home=" + home); // Java does not go by HOME
    if (!"empty".equals(System.getenv("README_REPOSITORY"))) {
      String lent = Objects.requireNonNull(System.getProperty("readme.repository"));
      ENVIRONMENT.put("MAVEN_ARGS", "-Dmaven.repo.local=" + lent);
      ENVIRONMENT.put("MAVEN_USER_HOME", mavenHome());
    }
  }

  /** Where the wrapper keeps the Maven that it has fetched. */
  private static String mavenHome() {
    String own = System.getenv("MAVEN_USER_HOME");
    return own != null ? own : Path.of(System.getProperty("user.home"), ".m2").toString();
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  @Test
  void pages_haveConsoleBlocks() {
    assertThat(pages())
        .contains(
            "README.md",
            "docs/start/first-minutes.md",
            "docs/guide/publish-the-page.md",
            "docs/guide/five-minutes.md",
            "docs/guide/admin-api.md",
            "docs/guide/sandbox.md",
            "docs/guide/operating.md",
            "docs/guide/usage.md",
            "docs/guide/coach.md");
    for (String path : pages()) {
      assertThat(ConsolePage.of(path, REPOSITORY.read(path)).steps()).as(path).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_typedInAnEmptyHome_showsItsLines(String path) throws Exception {
    ConsolePage page = ConsolePage.of(path, REPOSITORY.read(path));
    ConsoleRun.Shell shell = new ConsoleRun.Shell(clone, ENVIRONMENT, PATIENCE);
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.start(); // without a path: its answer to all is 404
    try (ConsoleRun run = new ConsoleRun(page, shell)) {
      run.replace(API, Integer.toString(api.getAddress().getPort()));
      run.replace(RECEIVER, freePort());
      run.typeAll();
    } finally {
      api.stop(0);
    }
  }
}
