package io.tallygate.sandbox.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.media.sound.Noises.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NoisesTest {

  @ParameterizedTest
  @CsvSource({
    "Heavy RAIN on a roof,RAIN",
    "windy night,WIND",
    "a car passes,HUM",
    "cargo,",
    "The sea,WAVES",
    "seat,",
    "an explosion,THUNDER",
    "two bells ring,BELL",
    "footsteps,IMPACT",
    "sci-fi door,'IMPACT,LASER'",
    "rain and thunder,'RAIN,THUNDER'",
    "'',"
  })
  void named_prompt_isWhatItsWordsSay(String prompt, String kinds) {
    Set<Kind> expected = EnumSet.noneOf(Kind.class);
    if (kinds != null) {
      Arrays.stream(kinds.split(",", -1)).map(Kind::valueOf).forEach(expected::add);
    }
    assertThat(Noises.named(prompt)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void mix_anyKind_isHeardAndNotClipped(Kind kind) throws Exception {
    float[] samples = Noises.mix(EnumSet.of(kind), 2 * Noises.RATE, 7);
    float most = 0;
    double sum = 0;
    for (float sample : samples) {
      assertThat(sample).isBetween(-0.81f, 0.81f);
      most = Math.max(most, Math.abs(sample));
      sum += sample * sample;
    }
    assertThat(most).isGreaterThan(0.7f);
    assertThat(Math.sqrt(sum / samples.length)).isGreaterThan(0.01);
    assertThat(samples[0]).isZero();
  }

  @Test
  void mix_sameSeed_isTheSame_andKindsDiffer() throws Exception {
    Set<Integer> sounds = new HashSet<>();
    for (Kind kind : Kind.values()) {
      float[] once = Noises.mix(EnumSet.of(kind), Noises.RATE, 7);
      assertThat(Noises.mix(EnumSet.of(kind), Noises.RATE, 7)).isEqualTo(once);
      sounds.add(Arrays.hashCode(once));
    }
    assertThat(sounds).hasSize(Kind.values().length);
  }
}
