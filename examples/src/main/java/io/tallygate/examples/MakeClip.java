package io.tallygate.examples;

import io.tallygate.client.webhook.ReceiverConfig;
import io.tallygate.videogen.ExecutedTool;
import io.tallygate.videogen.Listening;
import io.tallygate.videogen.Progress;
import io.tallygate.videogen.ToolCall.GenerateVideoClip;
import io.tallygate.videogen.VideoGen;
import io.tallygate.videogen.VideoGenConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Makes a clip, is told by a webhook when it is there, and downloads it. */
public final class MakeClip {

  private MakeClip() {}

  /** What came of it. */
  public static String run(URI api, String key, Path to) throws Exception {
    VideoGenConfig config = VideoGenConfig.of(key).withBase(api);
    try (VideoGen videogen = VideoGen.of(config);
        // On a server: its public https address in place of identity().
        Listening listening = videogen.listen(ReceiverConfig.DEFAULT, UnaryOperator.identity())) {
      String id = videogen.start(GenerateVideoClip.of("a tide that counts the stones"));
      ExecutedTool clip = videogen.await(id).get();
      videogen.download(clip.made().get(0).fileId(), to, Progress.NONE);
      return "%s, told at %s, %d polls"
          .formatted(clip.status(), listening.endpoint().url(), videogen.polls());
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(run(URI.create(args[0]), args[1], Path.of(args[2])));
  }
}
