package io.tallygate.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Role;
import io.tallygate.testing.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The coach's card on a key's page, after real calls through the gateway. */
@Timeout(120)
final class DashboardCoachIT {

  private static final String POLLED = "/v1/tools/executions/vg_exec_1";
  private static final String VOICES = "/v1/resources/tts-voices";

  private static IssuedKey key(DashboardFixture fixture, String name) throws IOException {
    IssuedKey key = fixture.all.keys().create(NewKey.of(name), new KeyFormat("vg_key_"));
    fixture.callUntil(key.secret(), 200);
    return key;
  }

  private static void call(DashboardFixture fixture, IssuedKey key, String path, int times)
      throws IOException {
    try (RawClient client = new RawClient(fixture.gateway.address())) {
      for (int i = 0; i < times; i++) {
        assertThat(client.call("GET", path, "Authorization: Bearer " + key.secret()).status())
            .isEqualTo(200);
      }
    }
  }

  private static String card(Visitor visitor, IssuedKey key) throws IOException {
    String page = visitor.get("/keys/" + key.key().id()).body();
    int begin = page.indexOf("<section aria-labelledby=\"coach\">");
    return page.substring(begin, page.indexOf("</section>", begin));
  }

  @Test
  void card_afterNaiveCalls_saysWhatToDoBetter_andOfOthersNothing(@TempDir Path folder)
      throws IOException {
    try (DashboardFixture fixture = new DashboardFixture(folder.resolve("data"))) {
      IssuedKey naive = key(fixture, "naive");
      IssuedKey sensible = key(fixture, "sensible");
      call(fixture, naive, POLLED, 60);
      call(fixture, naive, VOICES, 40);
      call(fixture, sensible, VOICES, 1);
      Visitor reader = fixture.visitor(Role.READ);

      assertThat(card(reader, naive))
          .containsPattern(
              "<li>polled "
                  + POLLED
                  + " 60 times, (\\d+ ms|under 1 ms|\\d\\.\\d s) apart"
                  + " \\(\\d % of 5,000 an hour\\):"
                  + " <strong>use a webhook")
          .containsPattern(
              "<li>fetched "
                  + VOICES
                  + " 40 times, unchanged \\(\\d % of 2,500 an hour\\): <strong>cache it")
          .doesNotContain(naive.secret());
      assertThat(card(reader, sensible)).contains("Nothing: ", "all were sensible");
    }
  }
}
