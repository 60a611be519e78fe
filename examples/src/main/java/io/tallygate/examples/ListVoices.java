package io.tallygate.examples;

import io.tallygate.videogen.TtsVoice;
import io.tallygate.videogen.VideoGen;
import io.tallygate.videogen.VideoGen.DeprecatedVoices;
import io.tallygate.videogen.VideoGenConfig;
import java.net.URI;
import java.util.List;

/** Asks for the voices a hundred times, which is one call of the API in four hours. */
public final class ListVoices {

  private ListVoices() {}

  /** How many voices there are, and what is left of the limit. */
  public static String run(URI api, String key) throws Exception {
    try (VideoGen videogen = VideoGen.of(VideoGenConfig.of(key).withBase(api))) {
      List<TtsVoice> voices = List.of();
      for (int i = 0; i < 100; i++) {
        voices = videogen.ttsVoices(DeprecatedVoices.LEFT_OUT);
      }
      long left = videogen.limits().get(0).remaining().orElseThrow();
      return "%d voices, %d calls left".formatted(voices.size(), left);
    }
  }

  public static void main(String[] args) throws Exception {
    System.out.println(run(URI.create(args[0]), args[1]));
  }
}
