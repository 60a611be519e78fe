package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.sandbox.media.video.Ffmpeg;
import java.awt.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** ffmpeg left to guess looks behind an ID3 tag, finds a playlist, and opens what it names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffconcat version 1.0\nfile part00000.ts\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\npart00000.ts\n#EXT-X-ENDLIST\n"
      })
  void playlistDressedAsSound_readsNoOtherFile(String list) throws Exception {
    Workshop workshop = new Workshop(folder, settings());
    Path film = workshop.film(new Dimension(320, 180), 2).file();
    Inspected what = workshop.engines().inspector().inspect(film);
    assertThat(workshop.engines().previews().hls(film, what, folder)).isPresent();
    assertThat(folder.resolve("part00000.ts")).exists();
    Path file = Files.writeString(folder.resolve("song.mp3"), "ID3\4\0\0\0\0\0\0" + list);
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
