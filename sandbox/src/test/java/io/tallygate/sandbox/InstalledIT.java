package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import io.tallygate.sandbox.media.EngineSettings;
import io.tallygate.sandbox.media.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All ten tools with the engines of this machine, from the upload to the bytes. */
@Timeout(180)
final class InstalledIT {

  private static final byte[] NOTHING = new byte[0];

  @TempDir Path folder;

  @Test
  void tools_ofThisMachine_makeFilesThatAreDownloaded() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), TestSandbox.KEYS);
    SandboxConfig config =
        SandboxConfig.of(
            new SandboxConfig.Place(0, folder.resolve("data"), null),
            new SandboxConfig.KeysIn(keys));
    Media media = Media.of(Engines.all(EngineSettings.DEFAULT));
    try (Sandbox sandbox = Sandbox.start(config, media, InstantSource.system())) {
      Client ada = Client.withKey(sandbox.address(), "vg_key_of_ada");
      String image = ada.uploaded("image", TestMedia.png(96, 64));
      String voice = ada.get("/v1/resources/tts-voices").at("/ttsVoices/0/voiceId");
      String presenter =
          ada.get("/v1/resources/avatar-presenters").at("/avatarPresenters/0/avatarPresenterId");
      Map<String, String> made = new TreeMap<>();
      made.put("generate-image", make(ada, "generate-image", "{'prompt':'a red car'}"));
      made.put("clip", make(ada, "generate-video-clip", "{'prompt':'sea','generateAudio':true}"));
      made.put(
          "speech", make(ada, "text-to-speech", "{'ttsText':'hello','voiceId':'" + voice + "'}"));
      made.put("effect", make(ada, "generate-sound-effect", "{'prompt':'rain'}"));
      String ofSound =
          "{'avatarPresenterId':'%s','audioStorageFileId':'%s'}"
              .formatted(presenter, made.get("speech"));
      made.put("avatar", make(ada, "generate-avatar", ofSound));
      String ofImage = "{'imageStorageFileId':'" + image + "'}";
      made.put("svg", make(ada, "vectorize-image", ofImage));
      made.put("cutout", make(ada, "remove-image-background", ofImage));
      made.put("upscaled", make(ada, "upscale-image", ofImage));
      String ofVideo = "{'videoStorageFileId':'" + made.get("clip") + "'}";
      String ofShortVideo = "{'videoStorageFileId':'" + made.get("avatar") + "'}";
      made.put("film", make(ada, "remove-video-background", ofShortVideo));
      made.put("bigger", make(ada, "upscale-video", ofVideo));
      made.forEach((name, id) -> assertDownloads(ada, name, id));
      assertThat(ada.file(made.get("upscaled")).json().at("/downloadSource/width").asInt())
          .isEqualTo(192);
      assertThat(ada.file(made.get("speech")).at("/transcript")).isEqualTo("hello");
    }
  }

  private static String make(Client client, String tool, String body) {
    String id = client.start(tool, body.replace('\'', '"'));
    while (true) {
      Answer answer = client.execution(id);
      String status = answer.at("/status");
      if (status.equals("failed")) {
        throw new AssertionError(tool + ": " + answer.text());
      }
      if (status.equals("succeeded")) {
        return answer.at("/results/0/fileId");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void assertDownloads(Client client, String name, String id) {
    Answer file = client.post("/v1/files/" + id + "/hydrate", "");
    for (String source : new String[] {"downloadSource", "previewSource", "thumbnailSource"}) {
      String status = file.at("/" + source + "/status");
      assertThat(status).as("%s %s", name, source).isIn("ready", "skipped");
      if (status.equals("ready")) {
        int bytes = Client.link("GET", file.at("/" + source + "/url"), NOTHING).body().length;
        assertThat(bytes)
            .as("%s %s", name, source)
            .isEqualTo(file.json().at("/" + source + "/fileBytes").asInt());
      }
    }
  }
}
