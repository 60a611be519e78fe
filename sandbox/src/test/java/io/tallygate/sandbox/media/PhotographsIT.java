package io.tallygate.sandbox.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.media.Job.Input;
import io.tallygate.sandbox.media.image.Pictures;
import io.tallygate.sandbox.media.image.SvgPicture;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracing of photographs, which the package python3-skimage ships. */
@Tag("needs-photographs")
final class PhotographsIT {

  private static final Path PHOTOGRAPHS = Path.of("/usr/lib/python3/dist-packages/skimage/data");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"astronaut", "chelsea", "coffee"})
  void trace_photograph_isLikeIt(String name) throws Exception {
    Path file = PHOTOGRAPHS.resolve(name + ".png");
    Workshop workshop = new Workshop(folder, Workshop.NO_PROGRAMS);
    Input image = new Input(file, MediaType.IMAGE);
    Path svg = workshop.run(Tool.VECTORIZE_IMAGE, Map.of(), image).get(0).file();
    BufferedImage original = Pictures.decode(file, "png", Long.MAX_VALUE);
    double ssim = Likeness.ssim(SvgPicture.read(svg).draw(4096), original);
    System.out.printf("SSIM %s %.3f, %d bytes%n", name, ssim, Files.size(svg));
    assertThat(ssim).isGreaterThanOrEqualTo(0.85);
  }
}
