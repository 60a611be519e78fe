package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.image.SvgPicture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The figures of docs/reference/sandbox-engines.md; each is printed. */
final class PictureQualityTest {

  @TempDir Path folder;

  private Path run(Tool tool, BufferedImage image) throws Exception {
    Workshop workshop = new Workshop(folder, Workshop.NO_PROGRAMS);
    return workshop.run(tool, Map.of(), workshop.image(image)).get(0).file();
  }

  @ParameterizedTest
  @EnumSource
  void upscale_drawing_isBetterThanBicubic(Drawings drawing) throws Exception {
    BufferedImage original = drawing.draw();
    BufferedImage half = half(original);
    BufferedImage lanczos = Pictures.decode(run(Tool.UPSCALE_IMAGE, half), "png", Long.MAX_VALUE);
    double ours = Likeness.psnr(lanczos, original);
    double bicubic = Likeness.psnr(bicubic(half), original);
    System.out.printf("PSNR %s lanczos %.2f bicubic %.2f dB%n", drawing, ours, bicubic);
    assertThat(ours).isGreaterThan(bicubic);
  }

  @ParameterizedTest
  @EnumSource
  void trace_drawing_isLikeIt(Drawings drawing) throws Exception {
    BufferedImage original = drawing.draw();
    Path svg = run(Tool.VECTORIZE_IMAGE, original);
    double ssim = Likeness.ssim(SvgPicture.read(svg).draw(4096), original);
    System.out.printf("SSIM %s %.3f, %d bytes%n", drawing, ssim, Files.size(svg));
    assertThat(ssim).isGreaterThanOrEqualTo(0.85);
  }

  @ParameterizedTest
  @EnumSource
  void cutout_drawing_coversTheThing(Drawings drawing) throws Exception {
    Path png = run(Tool.REMOVE_IMAGE_BACKGROUND, drawing.draw());
    BufferedImage cut = Pictures.decode(png, "png", Long.MAX_VALUE);
    double iou = Likeness.iou(cut, drawing.truth());
    System.out.printf("IoU %s %.3f%n", drawing, iou);
    assertThat(iou).isGreaterThanOrEqualTo(0.9);
  }

  /** Each pixel the mean of four. */
  static BufferedImage half(BufferedImage image) {
    int width = image.getWidth() / 2;
    int height = image.getHeight() / 2;
    BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          int sum = 2;
          for (int i = 0; i < 4; i++) {
            sum += image.getRGB(2 * x + i % 2, 2 * y + i / 2) >> shift & 0xff;
          }
          rgb |= (sum / 4) << shift;
        }
        half.setRGB(x, y, rgb);
      }
    }
    return half;
  }

  static BufferedImage bicubic(BufferedImage image) {
    int width = 2 * image.getWidth();
    int height = 2 * image.getHeight();
    BufferedImage twice = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = twice.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return twice;
  }
}
