package io.tallygate.sandbox.media.video;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a file with sound or moving pictures says of itself.
 *
 * @param width 0 if it has no pictures
 * @param seconds 0 if it does not say
 * @param rate frames a second, as a fraction such as {@code 30000/1001}
 */
public record Probe(int width, int height, double seconds, String rate, boolean hasSound) {

  private static final String FRACTION = "[1-9]\\d{0,8}/[1-9]\\d{0,8}";

  /**
   * Nothing if there is neither sound nor picture, or a picture without a size.
   *
   * <p>The names that follow are those of ffprobe's flat output.
   */
  static Optional<Probe> parse(String flat) {
    Map<String, String> values = new HashMap<>();
    for (String line : flat.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
      }
    }
    Probe probe = new Probe(0, 0, number(values, "format.duration"), "", false);
    int streams = 0;
    while (values.containsKey("streams.stream." + streams + ".codec_type")) {
      String stream = "streams.stream." + streams + ".";
      String type = values.get(stream + "codec_type");
      // A cover picture in a song does not make it a film.
      boolean cover = "1".equals(values.get(stream + "disposition.attached_pic"));
      double seconds = Math.max(probe.seconds, number(values, stream + "duration"));
      if ("video".equals(type) && !cover && probe.width == 0) {
        int width = (int) number(values, stream + "width");
        int height = (int) number(values, stream + "height");
        if (width == 0 || height == 0) { // over ffprobe's limit, or no frame can be decoded
          return Optional.empty();
        }
        String rate = values.getOrDefault(stream + "avg_frame_rate", "");
        String taken = rate.startsWith("0/") ? values.get(stream + "r_frame_rate") : rate;
        String fraction = taken != null && taken.matches(FRACTION) ? taken : "";
        probe = new Probe(width, height, seconds, fraction, probe.hasSound);
      } else if ("audio".equals(type)) {
        probe = new Probe(probe.width, probe.height, seconds, probe.rate, true);
      }
      streams++;
    }
    return probe.width > 0 || probe.hasSound ? Optional.of(probe) : Optional.empty();
  }

  private static double number(Map<String, String> values, String name) {
    try {
      double number = Double.parseDouble(values.getOrDefault(name, "0"));
      return Double.isFinite(number) && number > 0 ? number : 0;
    } catch (NumberFormatException e) { // "N/A"
      return 0;
    }
  }
}
