package io.tallygate.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.database.Database;
import io.tallygate.gateway.database.Location;
import io.tallygate.gateway.database.StoredAdministration;
import io.tallygate.gateway.key.Actor;
import io.tallygate.gateway.key.IssuedKey;
import io.tallygate.gateway.key.KeyChange;
import io.tallygate.gateway.key.KeyFormat;
import io.tallygate.gateway.key.Keys.Rotation;
import io.tallygate.gateway.key.NewKey;
import io.tallygate.gateway.key.Version;
import io.tallygate.limiter.clock.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are issued and used, and then looked for wherever they could be left. */
@Timeout(300)
final class SecretsIT {

  private static final int KEYS = Integer.getInteger("secrets", 1_000); // 10,000 take 90 s
  private static final int CALLED = KEYS / 2;
  private static final int PREFIX_LENGTH = "vg_key_".length();

  @TempDir Path folder;

  @Test
  void secrets_issuedAndUsed_areNowhereLeft() throws Exception {
    Path data = folder.resolve("data");
    StringBuilder answers = new StringBuilder();
    List<String> secrets;
    try (EchoUpstream echo = EchoUpstream.start();
        TallygateProcess server = serve(echo, data)) {
      Await.until(() -> server.err().contains("serving: "));
      String gateway = address(server.err(), "gateway=");
      secrets = issue(data);
      String last = secrets.get(secrets.size() - 1);
      Await.until(() -> Http.get(gateway + "/v1/files", last).status() == 200);
      for (int i = 0; i < CALLED; i++) {
        answers.append(shown(Http.get(gateway + "/v1/files", secrets.get(i))));
        String broken = secrets.get(i).substring(0, secrets.get(i).length() - 1) + "!";
        answers.append(i % 40 == 0 ? shown(Http.get(gateway + "/v1/files", broken)) : "");
      }
      answers.append(Http.get(address(server.err(), "admin=") + "/metrics").body());
      answers.append(Http.get(address(server.err(), "admin=") + "/readyz").body());
      server.terminate();
      server.end();
    }

    Set<String> sought = new HashSet<>();
    secrets.forEach(secret -> sought.add(randomPart(secret)));
    assertThat(sought).hasSize(KEYS);
    assertThat(found(sought, "x" + secrets.get(7) + "y")).as("the search itself").hasSize(1);
    assertThat(answers).contains("key_blocked", "invalid_api_key", "tallygate_");
    assertThat(found(sought, answers.toString())).as("answers and metrics").isEmpty();
    int files = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(found(sought, text)).as(file.toString()).isEmpty();
        files++;
      }
    }
    assertThat(files).as("database, log, proof and the like").isGreaterThanOrEqualTo(4);
  }

  private TallygateProcess serve(EchoUpstream echo, Path data) throws IOException {
    return TallygateProcess.start(
        folder,
        "serve",
        "--upstream",
        echo.uri().toString(),
        "--policy",
        "videogen",
        "--port",
        "0",
        "--admin-port",
        "0",
        "--data",
        data.toString(),
        "--access-log",
        "--log-level",
        "debug");
  }

  /** Some of them blocked, revoked or replaced. */
  private static List<String> issue(Path data) {
    List<String> secrets = new ArrayList<>();
    KeyFormat format = new KeyFormat("vg_key_");
    try (StoredAdministration all =
        new StoredAdministration(
            Database.open(new Location.Folder(data)),
            Ticker.SYSTEM,
            new Actor(Actor.Kind.COMMAND, "tester"))) {
      while (secrets.size() < KEYS) {
        IssuedKey issued = all.keys().create(NewKey.of("key " + secrets.size()), format);
        secrets.add(issued.secret());
        String id = issued.key().id();
        switch (secrets.size() % 50) {
          case 1 -> all.keys().change(id, List.of(new KeyChange.Block()), Version.ANY);
          case 2 -> all.keys().change(id, List.of(new KeyChange.Revoke()), Version.ANY);
          case 3 -> {
            Rotation rotation = new Rotation(format, Duration.ofHours(1));
            secrets.add(all.keys().rotate(id, rotation, Version.ANY).secret());
          }
          default -> {}
        }
      }
    }
    return secrets.subList(0, KEYS);
  }

  private static String address(String log, String name) {
    int start = log.indexOf(name) + name.length();
    return log.substring(start, log.indexOf(' ', start))
        .replace("[::]", "127.0.0.1")
        .replace("[0:0:0:0:0:0:0:0]", "127.0.0.1")
        .replace("0.0.0.0", "127.0.0.1");
  }

  private static String shown(Http answer) {
    return answer.status() < 400 ? "" : answer.fields() + answer.body() + "\n";
  }

  private static String randomPart(String secret) {
    return secret.substring(PREFIX_LENGTH, PREFIX_LENGTH + KeyFormat.RANDOM_LENGTH);
  }

  private static Set<String> found(Set<String> sought, String text) {
    Set<String> found = new HashSet<>();
    int run = 0; // of letters and digits, which secrets are made of
    for (int end = 1; end <= text.length(); end++) {
      run = Character.isLetterOrDigit(text.charAt(end - 1)) ? run + 1 : 0;
      if (run >= KeyFormat.RANDOM_LENGTH) {
        String part = text.substring(end - KeyFormat.RANDOM_LENGTH, end);
        if (sought.contains(part)) {
          found.add(part);
        }
      }
    }
    return found;
  }
}
