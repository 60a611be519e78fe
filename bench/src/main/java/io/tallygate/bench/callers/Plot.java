package io.tallygate.bench.callers;

import java.util.List;
import java.util.Locale;

/** Draws requests per second, one small picture per contestant, all to one scale. Pure. */
final class Plot {

  /*
   *   label                                    what it came to
   *   ▕▇▁▁▁▁▁▇▁▁▁▁▁▇▁▁▁▁   bars: admitted, and on top of them refused
   *    ┊     ┊     ┊       dotted: resets; the line across is the limit's mean
   */

  private static final int WIDTH = 760;
  private static final int LEFT = 44;
  private static final int RIGHT = 12;
  private static final int HEAD = 34;
  private static final int LABEL = 22;
  private static final int CHART = 84;
  private static final int GAP = 14;
  private static final int FOOT = 34;

  /** Two series and the greys of text and lines; the dark ones are lighter, not inverted. */
  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #1f2328; }
        .small { font-size: 11px; fill: #59636e; }
        .name { font-weight: 600; }
        .admitted { fill: #0969da; }
        .refused { fill: #d1570a; }
        .axis { stroke: #8c959f; stroke-width: 1; }
        .reset { stroke: #8c959f; stroke-width: 1; stroke-dasharray: 2 3; }
        .mean { stroke: #1f2328; stroke-width: 1; stroke-dasharray: 6 3; }
        .ground { fill: #ffffff; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .small { fill: #9da7b1; }
          .admitted { fill: #4c9bf5; }
          .refused { fill: #f0883e; }
          .axis, .reset { stroke: #6e7681; }
          .mean { stroke: #e6edf3; }
          .ground { fill: #0d1117; }
        }
      </style>
      """;

  private Plot() {}

  static String of(List<Observed> all) {
    int height = HEAD + all.size() * (LABEL + CHART + GAP) + FOOT;
    int most = all.stream().flatMap(it -> it.arrived().stream()).mapToInt(it -> it).max().orElse(1);
    StringBuilder svg = new StringBuilder(1 << 16);
    svg.append(
        text(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"
              width="%d" height="%d">
            <title>Requests per second at the gateway, by way of calling</title>
            """,
            WIDTH, height, WIDTH, height));
    svg.append(STYLE);
    svg.append(text("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height));
    svg.append(legend());
    for (int i = 0; i < all.size(); i++) {
      svg.append(chart(all.get(i), HEAD + i * (LABEL + CHART + GAP), most));
    }
    svg.append(seconds(all.get(0).course(), height - FOOT + 6));
    return svg.append("</svg>\n").toString();
  }

  private static String legend() {
    return text(
        """
        <text x="%d" y="18" class="small">requests per second:</text>
        <rect class="admitted" x="164" y="9" width="10" height="10"/>
        <text x="179" y="18">admitted</text>
        <rect class="refused" x="244" y="9" width="10" height="10"/>
        <text x="259" y="18">refused</text>
        <line class="mean" x1="324" x2="348" y1="14" y2="14"/>
        <text x="354" y="18">the limit's mean</text>
        <line class="reset" x1="468" x2="468" y1="8" y2="20"/>
        <text x="476" y="18">reset</text>
        """,
        LEFT);
  }

  private static String chart(Observed one, int top, int most) {
    int floor = top + LABEL + CHART;
    Course course = one.course();
    double step = (double) (WIDTH - LEFT - RIGHT) / course.seconds();
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>\n",
            LEFT, top + 14, one.contestant().label()));
    svg.append(
        text(
            "<text class=\"small\" x=\"%d\" y=\"%d\" text-anchor=\"end\">work %.1f %%, refused"
                + " %.2f %%, busiest second %.1f × mean</text>\n",
            WIDTH - RIGHT,
            top + 14,
            one.work().value(),
            one.refused().value(),
            one.busiest().value()));
    for (int second = 0; second < course.seconds(); second++) {
      double x = LEFT + second * step;
      double admitted =
          height(Math.min(one.admitted().get(second), one.arrived().get(second)), most);
      double refused = height(one.arrived().get(second), most) - admitted;
      svg.append(bar("admitted", new Box(x, floor - admitted, step, admitted)));
      svg.append(bar("refused", new Box(x, floor - admitted - refused, step, refused)));
    }
    for (int window = 1; window < course.windows(); window++) {
      double x = LEFT + window * course.windowSeconds() * step;
      svg.append(
          text(
              "<line class=\"reset\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n",
              x, x, floor - CHART, floor));
    }
    double mean = floor - height(course.meanPerSecond(), most);
    svg.append(line("mean", mean)).append(line("axis", floor));
    svg.append(scale(0, floor)).append(scale(course.meanPerSecond(), mean));
    return svg.append(scale(most, floor - CHART)).toString();
  }

  private static double height(double count, int most) {
    return count * CHART / most;
  }

  private record Box(double x, double y, double width, double height) {}

  private static String bar(String kind, Box box) {
    return box.height() <= 0
        ? ""
        : text(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
            kind, box.x(), box.y(), Math.max(box.width() - 1, 1), box.height());
  }

  private static String line(String kind, double y) {
    return text(
        "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
        kind, LEFT, WIDTH - RIGHT, y, y);
  }

  private static String scale(double value, double y) {
    return text(
        "<text class=\"small\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>\n",
        LEFT - 6, y + 4, value);
  }

  private static String seconds(Course course, int y) {
    StringBuilder svg = new StringBuilder();
    double step = (double) (WIDTH - LEFT - RIGHT) / course.seconds();
    for (int window = 0; window <= course.windows(); window++) {
      int second = window * course.windowSeconds();
      svg.append(
          text(
              "<text class=\"small\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d%s</text>\n",
              LEFT + second * step - (window == course.windows() ? 8 : 0),
              y,
              second,
              window == course.windows() ? " s" : ""));
    }
    return svg.toString();
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
