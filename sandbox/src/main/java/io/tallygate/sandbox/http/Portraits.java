package io.tallygate.sandbox.http;

import io.tallygate.sandbox.file.Disk;
import io.tallygate.sandbox.http.ApiError.Code;
import io.tallygate.sandbox.media.Engine;
import io.tallygate.sandbox.media.Job;
import io.tallygate.sandbox.media.MediaException;
import io.tallygate.sandbox.resource.Presenter;
import io.tallygate.sandbox.resource.Resources;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Pictures of the presenters, who are nobody: drawn when they are first asked for. */
final class Portraits {

  private static final int SIDE = 512;
  private static final int THUMBNAIL_SIDE = 256;

  private final Resources resources;
  private final Path folder;
  private final Optional<Engine> videos;

  /**
   * @param folder where pictures are kept
   * @param videos makes video clips; empty if nothing does
   */
  Portraits(Resources resources, Path folder, Optional<Engine> videos) throws IOException {
    this.resources = resources;
    this.folder = Files.createDirectories(folder);
    this.videos = videos;
  }

  Bytes.Answer of(String id, String name) throws IOException {
    Presenter presenter =
        resources
            .presenter(id)
            .orElseThrow(() -> ApiError.of(Code.NOT_FOUND, "presenter is not there"));
    return switch (name) {
      case "image.png" -> image(presenter, SIDE);
      case "thumbnail.png" -> image(presenter, THUMBNAIL_SIDE);
      case "preview" -> video(presenter);
      default -> throw ApiError.of(Code.NOT_FOUND, "presenter has no such picture");
    };
  }

  private synchronized Bytes.Answer image(Presenter presenter, int side) throws IOException {
    String name = presenter.id() + "-" + side + ".png";
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Path part = folder.resolve(name + ".part");
      ImageIO.write(draw(presenter, side), "png", part.toFile());
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Bytes.Answer(file, "image/png", name);
  }

  private static BufferedImage draw(Presenter presenter, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(
        Color.getHSBColor(Math.floorMod(presenter.name().hashCode(), 360) / 360f, .4f, .8f));
    pen.fillRect(0, 0, side, side);
    pen.setColor(Color.WHITE);
    pen.fillOval(side * 3 / 10, side / 8, side * 4 / 10, side / 2);
    pen.fillArc(side / 8, side * 6 / 10, side * 3 / 4, side * 8 / 10, 0, 180);
    pen.setColor(Color.DARK_GRAY);
    pen.setStroke(new BasicStroke(side / 100f));
    pen.fillOval(side * 41 / 100, side * 33 / 100, side / 20, side / 20);
    pen.fillOval(side * 54 / 100, side * 33 / 100, side / 20, side / 20);
    pen.drawArc(side * 43 / 100, side * 40 / 100, side * 14 / 100, side / 10, 200, 140);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, side / 14));
    pen.drawString("Placeholder: " + presenter.name(), side / 12, side * 95 / 100);
    pen.dispose();
    return image;
  }

  private synchronized Bytes.Answer video(Presenter presenter) throws IOException {
    String name = presenter.id() + ".mp4";
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Engine engine =
          videos.orElseThrow(
              () -> ApiError.of(Code.NOT_INSTALLED, "no program for videos is installed"));
      Path work = Files.createTempDirectory(folder, "clip");
      Job job =
          new Job(
              Map.of(
                  "prompt",
                  "Presenter " + presenter.name(),
                  "aspectRatio",
                  Map.of("width", 1, "height", 1),
                  "generateAudio",
                  false),
              List.of(),
              1,
              work,
              progress -> {});
      try {
        Files.move(engine.run(job).get(0).file(), file, StandardCopyOption.REPLACE_EXISTING);
      } catch (MediaException e) {
        throw new IOException("preview could not be made", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("preview was interrupted", e);
      } finally {
        Disk.deleteTree(work);
      }
    }
    return new Bytes.Answer(file, "video/mp4", name);
  }
}
