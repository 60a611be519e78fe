package io.tallygate.sandbox.media.video;

import io.tallygate.sandbox.media.sound.Wave;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.common.AudioFormat;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.VideoEncoder.EncodedFrame;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.muxer.MP4Muxer;
import org.jcodec.containers.mp4.muxer.PCMMP4MuxerTrack;

/**
 * MP4 by JCodec, which needs no program. Its sound is not packed: players take it, browsers may
 * not.
 */
public final class JavaStudio implements Studio {

  private static final int MILLIS = 1000;
  private static final int SOUND_CHUNK = 1 << 14;

  @Override
  public void write(Film film, Path mp4) throws IOException, InterruptedException {
    try (SeekableByteChannel channel = NIOUtils.writableChannel(mp4.toFile())) {
      MP4Muxer muxer = MP4Muxer.createMP4MuxerToChannel(channel);
      writeFrames(film, muxer);
      if (film.sound().isPresent()) {
        writeSound(film.sound().get(), muxer);
      }
      muxer.finish();
    }
  }

  private static void writeFrames(Film film, MP4Muxer muxer)
      throws IOException, InterruptedException {
    Dimension size = film.size();
    Picture yuv = Picture.create(size.width, size.height, ColorSpace.YUV420J);
    H264Encoder encoder = H264Encoder.createH264Encoder();
    ByteBuffer buffer = ByteBuffer.allocate(encoder.estimateBufferSize(yuv));
    MuxerTrack track =
        muxer.addVideoTrack(
            Codec.H264,
            VideoCodecMeta.createSimpleVideoCodecMeta(
                new Size(size.width, size.height), ColorSpace.YUV420J));
    for (int i = 0; i < film.frames(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      convert(film.painter().apply(i), yuv);
      buffer.clear();
      EncodedFrame frame = encoder.encodeFrame(yuv, buffer);
      long start = (long) film.millis() * i / film.frames();
      long end = (long) film.millis() * (i + 1) / film.frames();
      FrameType type = frame.isKeyFrame() ? FrameType.KEY : FrameType.INTER;
      ByteBuffer data = NIOUtils.clone(frame.getData());
      track.addFrame(Packet.createPacket(data, start, MILLIS, end - start, i, type, null));
    }
  }

  private static void writeSound(Path wav, MP4Muxer muxer) throws IOException {
    Optional<Wave> found = Wave.header(wav);
    if (found.isEmpty() || found.get().bits() != 16) {
      throw new IOException("the sound of a film must be a WAV of 16 bits");
    }
    Wave wave = found.get();
    PCMMP4MuxerTrack track =
        muxer.addPCMAudioTrack(
            new AudioFormat(wave.rate(), wave.bits(), wave.channels(), true, false));
    long left = wave.frames() * wave.channels() * 2;
    try (InputStream in = Files.newInputStream(wav)) {
      in.skipNBytes(wave.dataStart());
      while (left > 0) {
        int frameBytes = wave.channels() * 2;
        byte[] chunk = in.readNBytes((int) Math.min(left, (long) SOUND_CHUNK * frameBytes));
        if (chunk.length == 0) {
          return;
        }
        track.addSamples(ByteBuffer.wrap(chunk));
        left -= chunk.length;
      }
    }
  }

  /** To brightness and colour, one colour for four pixels; JCodec's bytes are 128 lower. */
  private static void convert(BufferedImage image, Picture yuv) {
    int width = image.getWidth();
    byte[] luma = yuv.getPlaneData(0);
    byte[] blue = yuv.getPlaneData(1);
    byte[] red = yuv.getPlaneData(2);
    int[] two = new int[2 * width];
    for (int y = 0; y < image.getHeight(); y += 2) {
      image.getRGB(0, y, width, 2, two, 0, width);
      for (int x = 0; x < width; x += 2) {
        int[] square = {two[x], two[x + 1], two[width + x], two[width + x + 1]};
        int sumRed = 0;
        int sumGreen = 0;
        int sumBlue = 0;
        for (int i = 0; i < 4; i++) {
          int r = square[i] >> 16 & 0xff;
          int g = square[i] >> 8 & 0xff;
          int b = square[i] & 0xff;
          sumRed += r;
          sumGreen += g;
          sumBlue += b;
          double brightness = 0.299 * r + 0.587 * g + 0.114 * b;
          luma[(y + i / 2) * width + x + i % 2] = (byte) (Math.round(brightness) - 128);
        }
        int at = y / 2 * (width / 2) + x / 2;
        blue[at] = signed((-0.1687 * sumRed - 0.3313 * sumGreen + 0.5 * sumBlue) / 4);
        red[at] = signed((0.5 * sumRed - 0.4187 * sumGreen - 0.0813 * sumBlue) / 4);
      }
    }
  }

  private static byte signed(double value) {
    return (byte) Math.max(-128, Math.min(127, Math.round(value)));
  }
}
