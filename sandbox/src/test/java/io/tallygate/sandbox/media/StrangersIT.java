package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.sandbox.media.video.Ffmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same files before ffprobe and ffmpeg, and what those two alone could be made to do. */
@Tag("needs-ffmpeg")
final class StrangersIT extends StrangersTest {

  @Override
  EngineSettings settings() {
    return EngineSettings.DEFAULT;
  }

  /** ffprobe refuses a frame of too many pixels itself, before it is decoded. */
  @Override
  String message(Strangers stranger) {
    return stranger.name().startsWith("mp4") ? "the file is broken" : stranger.message();
  }

  @Test
  void engines_withFfmpeg_useIt() throws Exception {
    assertThat(Engines.all(settings()).of(Tool.UPSCALE_VIDEO).orElseThrow().name())
        .isEqualTo("ffmpeg");
  }

  @Test
  void playlistDressedAsSound_readsNoOtherFile() throws Exception {
    Path secret = folder.resolve("secret.wav");
    Workshop workshop = new Workshop(folder, settings());
    Files.copy(workshop.sound(2).file(), secret);
    // ffmpeg left to guess looks behind an ID3 tag, finds a playlist, and opens what it names.
    String tag = "ID3\4\0\0\0\0\0\0";
    String list = "#EXTM3U\n#EXTINF:2,\nfile://" + secret + "\n#EXT-X-ENDLIST\n";
    Path file = Files.writeString(folder.resolve("song.mp3"), tag + list);
    assertThatThrownBy(() -> workshop.engines().inspector().inspect(file))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("broken");
  }

  @Test
  void source_demuxerOfPlaylists_isRefused() {
    assertThatThrownBy(() -> new Ffmpeg.Source(folder.resolve("a"), "concat"))
        .hasMessage("not a demuxer that is used: demuxer=concat");
    assertThatThrownBy(() -> new Ffmpeg.Source(folder.resolve("a"), "hls"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
