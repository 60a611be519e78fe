package io.tallygate.gateway.dashboard;

import io.tallygate.testing.TestBrowser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is clicked in a real browser, one step after the other, with one gateway behind it. */
@Tag("needs-chromium")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
abstract class InBrowser {

  DashboardFixture fixture;
  Screen screen;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path profile) throws IOException {
    fixture = new DashboardFixture(folder.resolve("data"));
    screen = new Screen(new TestBrowser(profile), fixture.url());
    screen.look(1280, "light");
  }

  @AfterAll
  void stop() throws IOException {
    screen.close();
    fixture.close();
  }
}
