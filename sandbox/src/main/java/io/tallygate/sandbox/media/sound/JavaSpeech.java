package io.tallygate.sandbox.media.sound;

import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.audio.AudioPlayer;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;

/** Speech by FreeTTS, which needs no program: one voice, American English. */
public final class JavaSpeech {

  public static final String VERSION = "1.2.2";
  private static final int RATE = 16_000;
  private static final float WORDS_A_MINUTE = 150;

  private JavaSpeech() {}

  /** Speaks into a WAV file. What is not English is read as if it were. */
  public static void speak(String text, double speed, Path wav) throws IOException {
    // Made anew for each text: a voice keeps the state of what it says.
    Voice voice =
        Arrays.stream(new KevinVoiceDirectory().getVoices())
            .filter(it -> it.getName().equals("kevin16"))
            .findFirst()
            .orElseThrow(() -> new IOException("FreeTTS has no voice kevin16"));
    Recorder recorder = new Recorder();
    try {
      voice.allocate();
      voice.setAudioPlayer(recorder);
      voice.setRate((float) (WORDS_A_MINUTE * speed));
      if (!voice.speak(text)) {
        throw new IOException("FreeTTS did not speak");
      }
    } finally {
      voice.deallocate();
    }
    Wave.write(recorder.samples(), RATE, wav);
  }

  /** Keeps what would be heard: big-endian samples of 16 bits. */
  private static final class Recorder implements AudioPlayer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private AudioFormat format = new AudioFormat(RATE, 16, 1, true, true);
    private float volume = 1;

    float[] samples() {
      byte[] all = bytes.toByteArray();
      float[] samples = new float[all.length / 2];
      int high = format.isBigEndian() ? 0 : 1;
      for (int i = 0; i < samples.length; i++) {
        int value = (all[2 * i + high] << 8) | (all[2 * i + 1 - high] & 0xff);
        samples[i] = value / (float) -Short.MIN_VALUE;
      }
      return samples;
    }

    @Override
    public void setAudioFormat(AudioFormat value) {
      format = value;
    }

    @Override
    public AudioFormat getAudioFormat() {
      return format;
    }

    @Override
    public boolean write(byte[] data) {
      bytes.writeBytes(data);
      return true;
    }

    @Override
    public boolean write(byte[] data, int offset, int size) {
      bytes.write(data, offset, size);
      return true;
    }

    @Override
    public float getVolume() {
      return volume;
    }

    @Override
    public void setVolume(float value) {
      volume = value;
    }

    @Override
    public boolean drain() {
      return true;
    }

    @Override
    public boolean end() {
      return true;
    }

    @Override
    public long getTime() {
      return -1;
    }

    @Override
    public void begin(int size) {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
  }
}
