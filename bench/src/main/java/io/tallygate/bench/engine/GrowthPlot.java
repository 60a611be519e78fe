package io.tallygate.bench.engine;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws the time of a decision by the number of counters, both to a logarithmic scale. Pure. */
final class GrowthPlot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 340;
  private static final int LEFT = 56;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int FLOOR = HEIGHT - 44;
  private static final double NANOS_MIN = 1;
  private static final double NANOS_MAX = 1_000;

  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #1f2328; }
        .small { font-size: 11px; fill: #59636e; }
        .ours { stroke: #0969da; fill: #0969da; }
        .floor { stroke: #d1570a; fill: #d1570a; }
        polyline { fill: none !important; stroke-width: 2; }
        .grid { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 2 3; }
        .ground { fill: #ffffff; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .small { fill: #9da7b1; }
          .ours { stroke: #4c9bf5; fill: #4c9bf5; }
          .floor { stroke: #f0883e; fill: #f0883e; }
          .grid { stroke: #6e7681; }
          .ground { fill: #0d1117; }
        }
      </style>
      """;

  private GrowthPlot() {}

  static String of(List<Growth.Point> points) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"
              width="%d" height="%d">
            <title>Time per decision by the number of counters</title>
            """,
            WIDTH, HEIGHT, WIDTH, HEIGHT));
    svg.append(STYLE);
    svg.append(text("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n", WIDTH, HEIGHT));
    for (double nanos = NANOS_MIN; nanos <= NANOS_MAX; nanos *= 10) {
      svg.append(
          text(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
              LEFT, WIDTH - RIGHT, y(nanos), y(nanos)));
      svg.append(
          text(
              "<text class=\"small\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f ns</text>\n",
              LEFT - 6, y(nanos) + 4, nanos));
    }
    for (Growth.Point each : points) {
      svg.append(
          text(
              "<text class=\"small\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>\n",
              x(each, points), FLOOR + 18, each.counters()));
    }
    svg.append(series("ours", points, Growth.Point::nanos));
    svg.append(series("floor", points, Growth.Point::floorNanos));
    svg.append(
        text(
            """
            <circle class="ours" cx="%d" cy="18" r="4"/><text x="%d" y="22">one decision</text>
            <circle class="floor" cx="%d" cy="18" r="4"/><text x="%d" y="22">one cache miss</text>
            <text class="small" x="%d" y="%d" text-anchor="end">live counters</text>
            """,
            LEFT, LEFT + 10, LEFT + 120, LEFT + 130, WIDTH - RIGHT, FLOOR + 36));
    return svg.append("</svg>\n").toString();
  }

  private static String series(
      String kind, List<Growth.Point> points, ToDoubleFunction<Growth.Point> nanos) {
    StringBuilder line = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (Growth.Point each : points) {
      double x = x(each, points);
      double y = y(nanos.applyAsDouble(each));
      line.append(text("%.1f,%.1f ", x, y));
      dots.append(text("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", kind, x, y));
      dots.append(
          text(
              "<text class=\"small\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>\n",
              x, y - 9, nanos.applyAsDouble(each)));
    }
    return text("<polyline class=\"%s\" points=\"%s\"/>\n", kind, line.toString().strip()) + dots;
  }

  private static double x(Growth.Point point, List<Growth.Point> points) {
    double least = Math.log(points.get(0).counters());
    double most = Math.log(points.get(points.size() - 1).counters());
    double share = (Math.log(point.counters()) - least) / (most - least);
    return LEFT + 30 + share * (WIDTH - LEFT - RIGHT - 60);
  }

  private static double y(double nanos) {
    double share = Math.log(nanos / NANOS_MIN) / Math.log(NANOS_MAX / NANOS_MIN);
    return FLOOR - share * (FLOOR - TOP);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
