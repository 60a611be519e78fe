package io.tallygate.sandbox.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WaveTest {

  @TempDir Path folder;

  private Path write(float[] samples) throws Exception {
    Path file = folder.resolve("a.wav");
    Wave.write(samples, 8000, file);
    return file;
  }

  @Test
  void header_written_isRead() throws Exception {
    Wave wave = Wave.header(write(new float[4000])).orElseThrow();
    assertThat(wave).isEqualTo(new Wave(8000, 1, 16, 44, 4000));
    assertThat(wave.seconds()).isEqualTo(0.5);
  }

  @Test
  void header_claimingMore_isOfWhatIsThere() throws Exception {
    Path file = write(new float[4000]);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 40, 44, (byte) 0xff); // says 4 GiB
    Files.write(file, bytes);
    assertThat(Wave.header(file).orElseThrow().frames()).isEqualTo(4000);
  }

  @Test
  void header_cutOffAnywhere_isNothing() throws Exception {
    Path file = write(new float[10]);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < 44; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThat(Wave.header(file)).isEmpty();
    }
  }

  @Test
  void loudness_quietThenLoud_tellsThem() throws Exception {
    float[] samples = new float[8000];
    for (int i = 4000; i < 8000; i++) {
      samples[i] = (float) Math.sin(i) * (i < 6000 ? 0.25f : 0.5f);
    }
    Path file = write(samples);
    double[] loudness = Wave.header(file).orElseThrow().loudness(file, 4);
    assertThat(loudness[0]).isZero();
    assertThat(loudness[2]).isCloseTo(0.5, within(0.02));
    assertThat(loudness[3]).isEqualTo(1);
  }
}
