package io.tallygate.gateway.dashboard.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.dashboard.session.Sessions.Opened;
import io.tallygate.limiter.clock.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionsTest {

  private static final String TOKEN = "tok_000000000000";

  private long nanos = Long.MAX_VALUE - 1; // about to overflow, as a monotonic clock may

  private final Ticker ticker =
      new Ticker() {
        @Override
        public long monotonicNanos() {
          return nanos;
        }

        @Override
        public long wallMicros() {
          throw new AssertionError("a clock that somebody may set");
        }
      };
  private final Sessions sessions = new Sessions(ticker);

  private void skip(Duration duration) {
    nanos += duration.toNanos();
  }

  @Test
  void session_usedBeforeItIsIdleTooLong_goesOn_andElseEnds() {
    Opened opened = sessions.open(TOKEN);
    skip(Sessions.IDLE_MAX.minusNanos(1));
    assertThat(sessions.find(opened.cookie())).contains(opened.session());
    skip(Sessions.IDLE_MAX.minusNanos(1));
    assertThat(sessions.find(opened.cookie())).isPresent();

    skip(Sessions.IDLE_MAX);

    assertThat(sessions.find(opened.cookie())).isEmpty();
    assertThat(sessions.size()).isZero();
  }

  @Test
  void session_thatIsOnlyLookedAt_isIdleAllTheSame() {
    Opened opened = sessions.open(TOKEN);
    skip(Sessions.IDLE_MAX.minusNanos(1));
    assertThat(sessions.peek(opened.cookie())).isPresent();

    skip(Duration.ofNanos(1));

    assertThat(sessions.peek(opened.cookie())).isEmpty();
  }

  @Test
  void session_inUseAllDay_endsAtItsTime() {
    Opened opened = sessions.open(TOKEN);
    Duration step = Duration.ofMinutes(20);
    for (Duration at = step; at.compareTo(Sessions.LIFE_MAX) < 0; at = at.plus(step)) {
      skip(step);
      assertThat(sessions.find(opened.cookie())).as("at " + at).isPresent();
    }

    skip(step);

    assertThat(sessions.find(opened.cookie())).isEmpty();
  }

  @Test
  void sessions_ofOneToken_areBounded_andPushNobodyElseOut() {
    Opened other = sessions.open("tok_other0000000");
    skip(Duration.ofSeconds(1));
    List<Opened> mine = new ArrayList<>();
    for (int i = 0; i <= Sessions.PER_TOKEN_MAX; i++) {
      mine.add(sessions.open(TOKEN));
      skip(Duration.ofSeconds(1));
    }

    assertThat(sessions.size()).isEqualTo(Sessions.PER_TOKEN_MAX + 1);
    assertThat(sessions.peek(mine.get(0).cookie())).as("the oldest").isEmpty();
    assertThat(sessions.peek(mine.get(1).cookie())).isPresent();
    assertThat(sessions.peek(other.cookie())).isPresent();
  }

  @Test
  void sessions_ofAll_areBounded() {
    Opened first = sessions.open("tok_first");
    for (int i = 1; i < Sessions.SESSIONS_MAX; i++) {
      skip(Duration.ofMillis(1));
      sessions.open("tok_" + i);
    }
    assertThat(sessions.peek(first.cookie())).isPresent();

    sessions.open("tok_last");

    assertThat(sessions.size()).isEqualTo(Sessions.SESSIONS_MAX);
    assertThat(sessions.peek(first.cookie())).isEmpty();
  }

  @Test
  void sessionsOfAToken_endTogether() {
    Opened one = sessions.open(TOKEN);
    Opened two = sessions.open(TOKEN);
    Opened other = sessions.open("tok_other0000000");

    sessions.endOf(TOKEN);

    assertThat(sessions.peek(one.cookie())).isEmpty();
    assertThat(sessions.peek(two.cookie())).isEmpty();
    assertThat(sessions.peek(other.cookie())).isPresent();
  }

  @Test
  void cookies_are256RandomBits_andNothingElseIsLookedUp() {
    Set<String> cookies = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      cookies.add(sessions.open(TOKEN).cookie());
    }

    assertThat(cookies).hasSize(100).allMatch(cookie -> cookie.matches("[A-Za-z0-9_-]{43}"));
    assertThat(sessions.peek("")).isEmpty();
    assertThat(sessions.peek("x".repeat(1 << 20))).isEmpty();
  }

  @Test
  void notice_isSaidOnce_andOnlyOnItsPage() {
    Session session = sessions.open(TOKEN).session();
    session.say(new Notice("/dashboard/keys/a", "issued", "secret"));

    assertThat(session.take("/dashboard/keys/b")).isEmpty();
    assertThat(session.take("/dashboard/keys/a")).map(Notice::secret).contains("secret");
    assertThat(session.take("/dashboard/keys/a")).isEmpty();
  }

  @Test
  void link_isValidForItsTime_once_andBounded() {
    LoginLinks links = new LoginLinks(ticker);
    String link = links.issue(TOKEN);
    skip(LoginLinks.VALID.minusNanos(1));
    assertThat(links.isValid(link)).isTrue();
    assertThat(links.use(link)).contains(TOKEN);
    assertThat(links.use(link)).isEmpty();

    String late = links.issue(TOKEN);
    skip(LoginLinks.VALID);
    assertThat(links.isValid(late)).isFalse();
    assertThat(links.use(late)).isEmpty();

    String first = links.issue(TOKEN);
    for (int i = 0; i < LoginLinks.LINKS_MAX; i++) {
      links.issue(TOKEN);
    }
    assertThat(links.use(first)).isEmpty();
  }
}
