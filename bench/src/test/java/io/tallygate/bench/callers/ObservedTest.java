package io.tallygate.bench.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tallygate.bench.callers.Observed.Figure;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

final class ObservedTest {

  /** Two windows of three seconds with twelve units each: four in a second is the mean. */
  private static final Course COURSE = new Course(2, Duration.ofSeconds(3), 12, 1, 1, 10);

  private static final Observed OBSERVED =
      new Observed(
          Contestant.EVEN, COURSE, List.of(20, 2, 2, 6, 2, 0), List.of(8, 2, 2, 6, 2, 0), 3);

  @Test
  void perSecond_ofMoments_countsThoseOfTheCourse() {
    long[] millis = {9_999, 10_000, 10_999, 11_000, 12_999, 13_000};
    assertThat(Observed.perSecond(millis, 10_000, 3)).containsExactly(2, 1, 1);
  }

  @Test
  void figures_ofTwoWindows_haveTheirLeastAndMost() {
    assertThat(OBSERVED.work()).isEqualTo(new Figure(100.0 * 20 / 24, 100.0 * 8 / 12, 100));
    assertThat(OBSERVED.refused()).isEqualTo(new Figure(37.5, 0, 50));
    assertThat(OBSERVED.busiest()).isEqualTo(new Figure(1.5, 1.5, 1.5)); // no reset before 20
  }

  @Test
  void pause_ofThreads_makesTheDemand() {
    // 60 threads ask for 1,250 in a second.
    assertThat(Course.FULL.pauseNanos()).isEqualTo(48_000_000);
    assertThat(Course.FULL.meanPerSecond()).isCloseTo(125, within(1e-9));
  }

  @Test
  void plot_ofContestants_isWellFormedAndDrawsEach() throws Exception {
    Observed other =
        new Observed(Contestant.DOCUMENTED, COURSE, OBSERVED.arrived(), OBSERVED.admitted(), 0);
    String svg = Plot.of(List.of(OBSERVED, other));
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(svg)
        .contains("LimitedClient, EVEN", "1 s, 2 s, 4 s", "work 83.3 %, refused 37.50 %")
        .contains("prefers-color-scheme: dark")
        .containsOnlyOnce("class=\"axis\" x1=\"44\" x2=\"748\" y1=\"140.0\"");
  }
}
