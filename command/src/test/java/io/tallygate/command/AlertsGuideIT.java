package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.client.webhook.ReceiverConfig;
import io.tallygate.client.webhook.WebhookReceiver;
import io.tallygate.client.webhook.WebhookSecret;
import io.tallygate.client.webhook.Webhooks;
import io.tallygate.client.webhook.WebhooksConfig;
import io.tallygate.command.Cli.Run;
import io.tallygate.limiter.clock.Ticker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Does what the guide on alerts says, line by line, beside the folder and from elsewhere; the
 * receiver is the client's, which verifies what it is sent.
 */
@Timeout(120)
final class AlertsGuideIT {

  private static final String ID = "ep_4mJx0Qb9TzLw7RcN";
  private static final String OWNER = "own_7hTq2VbX0cRd";
  private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=]+");
  private static final Pattern URL = Pattern.compile("https://(?:ops|acme)\\.example/[a-z]+");

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final Webhooks<String> webhooks =
      Webhooks.of(WebhooksConfig.DEFAULT, body -> new String(body, StandardCharsets.UTF_8))
          .on(String.class, received::add);

  private static List<List<String>> steps() throws Exception {
    List<List<String>> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "guide", "alerts.md")));
    while (block.find()) {
      for (String line : block.group(1).lines().toList()) {
        if (line.startsWith("$ ")) {
          steps.add(new ArrayList<>(List.of(line.substring("$ ./tallygate ".length()))));
        } else {
          steps.get(steps.size() - 1).add(line);
        }
      }
    }
    return steps;
  }

  @ParameterizedTest
  @ValueSource(strings = {"beside the folder", "from elsewhere"})
  void guide_eachCommand_showsWhatThePageShows_andEventsAreVerified(String door) throws Exception {
    Cli here = new Cli(Map.of("TALLYGATE_ALERT_PRIVATE", "true"), folder, Ticker.SYSTEM);
    try (WebhookReceiver receiver =
            WebhookReceiver.start(ReceiverConfig.DEFAULT.withPath("/alerts"), webhooks);
        Lifetime lifetime = new Lifetime()) {
      String screen =
          new Demo(here.surroundings(), lifetime, note -> {})
              .start(
                  Map.of(
                      Setting.PORT, "0",
                      Setting.ADMIN_PORT, "0",
                      Setting.DATA, "tallygate-data",
                      Setting.ALERT_PRIVATE, "true"));
      Cli cli = door.startsWith("beside") ? here : remote(Cli.word(screen, "admin"));
      type(cli, receiver.uri().toString());

      Run own = cli.run("alert", "create", "--url", receiver.uri().toString(), "--json");
      webhooks.trust(WebhookSecret.parse(Json.MAPPER.readTree(own.out()).get("secret").asString()));
      exhaust(Cli.word(screen, "gateway"), Cli.word(screen, "key"));
    }
  }

  private void type(Cli cli, String url) throws Exception {
    String id = ID;
    String owner = OWNER;
    for (List<String> step : steps()) {
      String line = URL.matcher(step.get(0)).replaceAll(Matcher.quoteReplacement(url));
      Run run = cli.run(line.replace(ID, id).replace(OWNER, owner).split(" ", -1));
      assertThat(run.err()).as(line).isEmpty();
      if (line.startsWith("owner create")) {
        owner = Cli.word(run.out(), "id");
      } else if (line.startsWith("alert create") && id.equals(ID)) {
        id = Cli.word(run.out(), "id");
      }
      Matcher secret = SECRET.matcher(run.out());
      if (secret.find()) {
        webhooks.trust(WebhookSecret.parse(secret.group()));
      }
      String out =
          SECRET
              .matcher(run.out().replace(id, ID).replace(owner, OWNER))
              .replaceAll("whsec_…")
              .replace(url, "https://ops.example/alerts");
      assertThat(out.lines().toList()).as(line).containsAll(step.subList(1, step.size()));
      if (line.startsWith("alert test")) {
        Await.until(() -> received.stream().anyMatch(it -> it.contains("\"alert.test\"")));
      }
    }
    assertThat(steps()).hasSize(11);
  }

  /** All that another machine knows: an address, and a token. */
  private Cli remote(String admin) throws Exception {
    String token = Files.readString(folder.resolve("tallygate-data").resolve("admin-token"));
    return new Cli(
        Map.of("TALLYGATE_ADMIN_URL", admin, "TALLYGATE_ADMIN_TOKEN", token.strip()),
        elsewhere,
        Ticker.SYSTEM);
  }

  /** Calls on and on: a refused one finds what was crossed before the subscription was known. */
  private void exhaust(String gateway, String key) throws Exception {
    String url = gateway + "/v1/webhooks/endpoints/none";
    Await.until(
        () -> {
          Http.call("DELETE", url, Map.of("Authorization", "Bearer " + key));
          return told("limit.used") >= 2 && told("limit.refused") >= 1;
        });
    assertThat(received).noneMatch(it -> it.contains(key));
  }

  private long told(String type) {
    return received.stream().filter(it -> it.contains("\"type\":\"" + type + "\"")).count();
  }
}
