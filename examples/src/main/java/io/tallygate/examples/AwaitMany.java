package io.tallygate.examples;

import io.tallygate.client.RateLimited;
import io.tallygate.videogen.ExecutedTool;
import io.tallygate.videogen.ToolCall.TextToSpeech;
import io.tallygate.videogen.VideoGen;
import io.tallygate.videogen.VideoGenConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts many executions and awaits them where no webhook can reach: polls share the limit. */
public final class AwaitMany {

  private AwaitMany() {}

  /** How many ended, and by how many polls. */
  public static String run(URI api, String key, List<String> texts) throws Exception {
    try (VideoGen videogen = VideoGen.of(VideoGenConfig.of(key).withBase(api))) {
      List<CompletableFuture<ExecutedTool>> ends = new ArrayList<>();
      for (String text : texts) {
        try {
          ends.add(videogen.await(videogen.start(TextToSpeech.of(text))));
        } catch (RateLimited e) {
          break; // the rest is for after e.resetAt()
        }
      }
      int spoken = 0;
      for (CompletableFuture<ExecutedTool> end : ends) {
        spoken += end.get().status() == ExecutedTool.Status.SUCCEEDED ? 1 : 0;
      }
      return "%d of %d spoken".formatted(spoken, texts.size());
    }
  }

  public static void main(String[] args) throws Exception {
    List<String> texts = List.of(args).subList(2, args.length);
    System.out.println(run(URI.create(args[0]), args[1], texts));
  }
}
