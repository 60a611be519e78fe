package io.tallygate.gateway.coach;

import static io.tallygate.gateway.coach.CoachWorld.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.coach.CoachWorld.Answer;
import io.tallygate.gateway.coach.CoachWorld.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ways of calling, and exactly what each is told. */
final class LiveCoachTest {

  private static final Answer RUNNING = new Answer(200, 7);
  private static final Answer VOICES = new Answer(200, 9);
  private static final String MAKE = "POST /v1/tools/generate-image";
  private static final String VOICES_LINE = "GET /v1/resources/tts-voices";

  private final CoachWorld world = new CoachWorld();

  @AfterEach
  void stop() {
    world.close();
  }

  private static String execution(int number) {
    return String.format(Locale.ROOT, "GET /v1/tools/executions/vg_exec_%04d", number);
  }

  /** Practice and text, a line each. */
  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Finding finding : world.review().findings()) {
      told.add(finding.practice() + ": " + finding.text());
    }
    return told;
  }

  private void poll(int number, int times, long gapMillis) {
    for (int i = 0; i < times; i++) {
      world.call(KEY, execution(number), RUNNING);
      world.passMillis(gapMillis - CoachWorld.TAKES.toMillis());
    }
  }

  @Test
  void poller_atAFixedInterval_isToldToUseAWebhook() {
    poll(1, 1_204, 2_000);

    assertThat(told())
        .containsExactly(
            "WEBHOOK: polled /v1/tools/executions/vg_exec_0001 1,204 times, 2.0 s apart"
                + " (24 % of 5,000 an hour)");
    assertThat(world.review().findings().get(0).figures())
        .contains(
            new Finding.Figure("polls", 1_204),
            new Finding.Figure("mostPolls", 1_204),
            new Finding.Figure("gapMillis", 2_000),
            new Finding.Figure("limit", 5_000),
            new Finding.Figure("percent", 24));
  }

  /** The vendor's client: each of many is asked for every 1.5 s until it has ended. */
  @Test
  void poller_ofManyExecutions_isToldOfAllTogether() {
    for (int i = 0; i < 50; i++) {
      poll(i, 20, 1_500);
    }

    assertThat(told())
        .containsExactly(
            "WEBHOOK: polled /v1/tools/executions/vg_exec_0049 20 times, 1.5 s apart,"
                + " and 49 more the same way: 1,000 polls in all (20 % of 5,000 an hour)");
  }

  /** The guide's rule, at half of the time so far between 1 s and 60 s. */
  @Test
  void poller_atGrowingIntervals_isToldNothing() {
    for (int i = 0; i < 40; i++) {
      long ageMillis = 1_000;
      while (ageMillis < 7_200_000 / 40) {
        world.call(KEY, execution(i), RUNNING);
        long pause = Math.max(1_000, Math.min(ageMillis / 2, 60_000));
        world.passMillis(pause - CoachWorld.TAKES.toMillis());
        ageMillis += pause;
      }
    }

    assertThat(told()).isEmpty();
    assertThat(world.review().calls()).isGreaterThan(300);
  }

  /** Who looked at a thing long ago, and now waits for it, begins anew. */
  @Test
  void poller_whoHadLookedLongBefore_isToldNothing() {
    for (int i = 0; i < 10; i++) {
      world.call(KEY, execution(i), RUNNING);
      world.pass(Duration.ofMinutes(3));
      for (long ageMillis = 1_000; ageMillis < 20_000; ageMillis += ageMillis / 2) {
        world.passMillis(Math.max(1_000, ageMillis / 2));
        world.call(KEY, execution(i), RUNNING);
      }
    }

    assertThat(told()).isEmpty();
  }

  @Test
  void poller_onceAMinute_isToldNothing() {
    poll(1, 119, 60_000);

    assertThat(told()).isEmpty();
  }

  @Test
  void list_fetchedUnchanged_isToCache() {
    for (int i = 0; i < 88; i++) {
      world.call(KEY, VOICES_LINE, VOICES);
      world.passMillis(40_000);
    }

    assertThat(told())
        .containsExactly(
            "CACHE: fetched /v1/resources/tts-voices 88 times, unchanged (3 % of 2,500 an hour)");
  }

  @Test
  void list_thatChanges_isNotToCache() {
    for (int i = 0; i < 500; i++) {
      world.call(KEY, VOICES_LINE, new Answer(200, i + 1));
      world.passMillis(10_000);
    }

    assertThat(told()).isEmpty();
  }

  /** Two queries are two lists; of none it is claimed that it is the other. */
  @Test
  void list_ofTwoQueriesByTurns_isComparedByQuery() {
    for (int i = 0; i < 9; i++) {
      world.call(KEY, VOICES_LINE, VOICES);
      world.call(KEY, VOICES_LINE + "?includeDeprecatedVoices=true", new Answer(200, i + 1));
      world.passMillis(10_000);
    }
    assertThat(told()).isEmpty();

    world.call(KEY, VOICES_LINE, VOICES);
    world.call(KEY, VOICES_LINE, VOICES);

    assertThat(told())
        .containsExactly(
            "CACHE: fetched /v1/resources/tts-voices 11 times, unchanged"
                + " (under 1 % of 2,500 an hour)");
  }

  /** It costs a unit, but it asks as it should: whether what it keeps has changed. */
  @Test
  void list_askedForConditionally_isToldNothing() {
    world.call(KEY, VOICES_LINE, VOICES);
    for (int i = 0; i < 500; i++) {
      world.passMillis(5_000);
      world.call(KEY, VOICES_LINE, Answer.of(304));
    }

    assertThat(told()).isEmpty();
  }

  /** The 304 between them are not fetches, and what was fetched before is not forgotten. */
  @Test
  void list_askedForBothWays_isToldOfWhatWasSent() {
    for (int i = 0; i < 12; i++) {
      world.call(KEY, VOICES_LINE, VOICES);
      world.passMillis(5_000);
      world.call(KEY, VOICES_LINE, Answer.of(304));
    }

    assertThat(told())
        .containsExactly(
            "CACHE: fetched /v1/resources/tts-voices 12 times, unchanged"
                + " (under 1 % of 2,500 an hour)");
  }

  @Test
  void pages_ofAList_areNoPolls() {
    for (int i = 0; i < 500; i++) {
      world.call(KEY, "GET /v1/files?cursor=" + i, new Answer(200, i + 1));
    }

    assertThat(told()).isEmpty();
  }

  private Told make() {
    return world.call(KEY, MAKE, Answer.of(202));
  }

  @Test
  void loop_thatRetriesAtOnce_isToBackOffAndToSpread() {
    for (int i = 0; i < 540; i++) {
      make();
      world.passMillis(51);
    }

    assertThat(told())
        .containsExactly(
            "SPREAD: spent all 500 within 30.5 s of a window of 60 min, and was refused 40 times in"
                + " the rest of it",
            "BACK_OFF: retried 51 ms after a 429, 39 times, before its Retry-After was over");
  }

  /**
   * Twenty threads by the page's rule, 1 s, 2 s, 4 s, each of which wants a call every 20 s: none
   * of them sees that the server says how long to wait.
   */
  @Test
  void threads_byThePagesRule_areToldThatTheyComeBackTooEarly() {
    long[] at = new long[20]; // when each calls next, in milliseconds
    long[] wait = new long[20];
    for (long now = 0; now < 7_000_000; now++) {
      for (int i = 0; i < at.length; i++) {
        if (at[i] <= now) {
          boolean refused = world.together(KEY, MAKE, Answer.of(202), i + 1).status() == 429;
          wait[i] = refused ? Math.min(Math.max(wait[i] * 2, 1_000), 60_000) : 0;
          at[i] = now + (refused ? wait[i] : 20_000);
        }
      }
      world.passMillis(1);
    }

    assertThat(told()).hasSize(2);
    assertThat(told().get(0)).matches("BACK_OFF: retried 60\\.0 s after a 429, [0-9,]+ times.*");
    assertThat(told().get(1))
        .matches("SPREAD: spent all 500 within 8\\.[0-9] min of a window of 60 min, .*");
  }

  @Test
  void loop_thatWaitsAsToldTo_isNotToBackOff() {
    for (int i = 0; i < 1_500; i++) {
      Told told = make();
      world.passMillis(told.status() == 429 ? told.waitSeconds() * 1_000 : 5_000);
    }

    assertThat(told()).isEmpty();
  }

  /** The wait is told in whole seconds; the reset that was told may come before they are over. */
  @Test
  void caller_whoComesBackAtTheReset_isNotEarly() {
    world.passMillis(300);
    for (int i = 0; i < 500; i++) {
      world.together(KEY, MAKE, Answer.of(202));
    }
    world.pass(Duration.ofMinutes(59).plusMillis(900)); // the window ends 58.8 s later
    for (int i = 0; i < 10; i++) {
      world.together(KEY, MAKE, Answer.of(202)); // told to wait 59 s, or until the reset
    }
    assertThat(world.group("tools").retries()).isZero();
    world.passMillis(57_800);
    make();
    assertThat(world.group("tools").retries()).isEqualTo(1);

    world.pass(Duration.ofSeconds(1).minus(CoachWorld.TAKES));
    for (int i = 0; i < 510; i++) {
      world.together(KEY, MAKE, Answer.of(202));
    }

    assertThat(world.group("tools").calls()).isEqualTo(500 + 10 + 1 + 510);
    assertThat(world.group("tools").retries()).isEqualTo(1);
  }

  /** A crowd that is refused at the same moment and then waits has not retried. */
  @Test
  void crowd_refusedTogether_isNotEarly() {
    for (int i = 0; i < 500; i++) {
      make();
      world.passMillis(3_000);
    }
    for (int i = 0; i < 100; i++) {
      world.together(KEY, MAKE, Answer.of(202), i + 1);
      world.passMillis(15); // longer than a call: each is refused before the next begins
    }

    assertThat(world.group("tools").retries()).isZero();
    assertThat(told()).isEmpty();
  }

  /** As `curl` in a loop. */
  @Test
  void loop_withAConnectionForEachCall_isToldThatItComesBackTooEarly() {
    for (int i = 0; i < 2_000; i++) {
      world.together(KEY, MAKE, Answer.of(202), CoachWorld.EACH_ITS_OWN);
      world.passMillis(1_500);
    }

    assertThat(told())
        .containsExactly(
            "SPREAD: spent all 500 within 12.5 min of a window of 60 min, and was refused 1,500"
                + " times in the rest of it",
            "BACK_OFF: retried 1.5 s after a 429, 1,499 times, before its Retry-After was over");
  }

  @Test
  void caller_at99PercentOfItsLimits_isToldNothing() {
    for (int i = 0; i < 2 * 4_950; i++) {
      if (i % 10 == 0) {
        world.together(KEY, MAKE, Answer.of(202));
      }
      world.together(KEY, execution(i), RUNNING);
      world.pass(Duration.ofNanos(3_600_000_000_000L / 4_950));
    }

    assertThat(world.review().calls()).isEqualTo(9_900 + 990);
    assertThat(told()).isEmpty();
  }

  @Test
  void fault_thatIsRepeated_isToFix() {
    for (int i = 0; i < 30; i++) {
      world.call(KEY, "POST /v1/files/search", Answer.of(i % 3 == 0 ? 200 : 400));
      world.call(KEY, "POST /v1/files/upload", Answer.of(i % 2 == 0 ? 404 : 400));
      world.passMillis(1_000);
    }

    assertThat(told())
        .containsExactly("FIX_REQUEST: answered 400 to 20 of 30 calls of POST /v1/files/search");
  }

  @Test
  void hours_thatAreOver_areForgotten() {
    poll(1, 1_204, 2_000);
    world.pass(Duration.ofHours(1));
    assertThat(told()).hasSize(1);

    world.call(KEY, "POST /v1/files/search", Answer.of(200));
    world.pass(Duration.ofHours(1));
    world.call(KEY, "POST /v1/files/search", Answer.of(200));

    assertThat(told()).isEmpty();
    assertThat(world.review().calls()).isEqualTo(2);
    world.pass(Duration.ofHours(2));
    assertThat(world.review()).isEqualTo(Review.nothingSeen(KEY));
  }

  @Test
  void key_thatNeverCalled_isOneOfWhichNothingWasSeen() {
    make();

    assertThat(world.coach().review("key_000000000000"))
        .isEqualTo(new Review("key_000000000000", Review.State.NOTHING_SEEN, 0, 0, List.of()));
    assertThat(world.review().sinceSecond()).isEqualTo(CoachWorld.START_SECOND);
    assertThat(Coach.OFF.review(KEY).state()).isEqualTo(Review.State.OFF);
  }

  @Test
  void path_withControlBytes_isShownWithoutThem() {
    for (int i = 0; i < 60; i++) {
      world.call(KEY, "GET /v1/tools/executions/\u001b[2Jé\n", RUNNING);
      world.passMillis(1_500);
    }

    assertThat(told()).hasSize(1);
    assertThat(told().get(0)).contains("/v1/tools/executions/?[2J??").matches("[ -~]+");
  }
}
