package io.tallygate.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What strangers make the admin API write into its log. */
@Timeout(60)
final class AdminLogIT {

  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder.resolve("data"));
    log.start();
    ((Logger) LoggerFactory.getLogger(Guard.class)).addAppender(log);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(Guard.class)).detachAppender(log);
    api.close();
  }

  @Test
  void refused_manyTimes_isOneLineASecondWithACountAndNoSecret() {
    ApiRequest guess = ApiRequest.of("GET", "/v1/keys").withToken("s3cr3t");
    for (int i = 0; i < 100; i++) {
      api.client().call(guess.with("X-Other", "s3cr3t").withQuery("s3cr3t=s3cr3t"));
    }
    api.ticker.skip(Duration.ofSeconds(1));
    api.client().call(guess.with("Host", "s3cr3t.example"));

    List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines)
        .containsExactly(
            "admin request refused: status=401 code=INVALID_TOKEN address=127.0.0.1 leftOut=0",
            "admin request refused: status=421 code=FOREIGN_HOST address=127.0.0.1 leftOut=99");
  }
}
