package io.tallygate.limiter.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.PathCase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What must hold before every router: whatever spelling of a path it routes to an endpoint, we
 * charge that endpoint's group, or refuse.
 *
 * <p>{@code -Dspellings=N} sends N to each set-up of the router, {@code -Dseed=N} others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RouterContract {

  private static final System.Logger LOG = System.getLogger(RouterContract.class.getName());
  private static final int SPELLINGS = Integer.getInteger("spellings", 4_000);
  private static final long SEED = Long.getLong("seed", 1);

  /** The failures that are shown of one set-up. */
  private static final int SHOWN_MAX = 20;

  private static final Map<String, String> PAYERS =
      VideoGenShape.SERVED.stream()
          .collect(
              Collectors.toMap(
                  served -> served.endpoint().toString(), VideoGenShape.Served::payer));

  private final EndpointMatcher matcher =
      EndpointMatcher.of(VideoGenShape.policy(PathCase.IGNORED));

  private Map<String, Integer> ports = Map.of();

  /** Starts the router in all its set-ups: their names, each with its port. */
  abstract Map<String, Integer> start() throws Exception;

  abstract void stop() throws Exception;

  @BeforeAll
  void startRouter() throws Exception {
    ports = start();
    assertThat(ports).isNotEmpty();
  }

  @AfterAll
  void stopRouter() throws Exception {
    stop();
  }

  @TestFactory
  Stream<DynamicTest> plainPath_everyEndpoint_isRoutedToItself() {
    return eachPort(this::sendPlainPaths);
  }

  @TestFactory
  Stream<DynamicTest> spelling_thatIsRouted_isChargedRightOrRefused() {
    return eachPort(this::sendSpellings);
  }

  private interface PortTest {
    void run(String name, int port) throws Exception;
  }

  private Stream<DynamicTest> eachPort(PortTest test) {
    return new TreeMap<>(ports)
        .entrySet().stream()
            .map(
                entry ->
                    DynamicTest.dynamicTest(
                        entry.getKey(), () -> test.run(entry.getKey(), entry.getValue())));
  }

  private void sendPlainPaths(String name, int port) throws IOException {
    try (RawClient client = new RawClient(port)) {
      for (VideoGenShape.Served served : VideoGenShape.SERVED) {
        Endpoint endpoint = served.endpoint();
        String path = endpoint.pattern().replaceAll("[{]\\w+[}]", "x1");

        assertThat(client.send(endpoint.method(), path).endpoints())
            .as("%s %s", name, path)
            .isNotEmpty()
            .containsOnly(endpoint.toString());
        assertThat(VideoGenShape.payer(matcher.match(endpoint.method(), path)))
            .isEqualTo(served.payer());
      }
    }
  }

  /** What came of the spellings that one set-up was sent. */
  private static final class Tally {
    int routed;
    int right;
    int ambiguous;
    final TreeSet<String> reached = new TreeSet<>();
    final List<String> wrong = new ArrayList<>();
  }

  private void sendSpellings(String name, int port) throws IOException {
    Spellings spellings = new Spellings(new Random(SEED));
    Random random = new Random(SEED);
    Tally tally = new Tally();
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; i < SPELLINGS; i++) {
        Endpoint endpoint = VideoGenShape.SERVED.get(i % VideoGenShape.SERVED.size()).endpoint();
        boolean head = endpoint.method().equals("GET") && random.nextInt(8) == 0;
        String method = head ? "HEAD" : endpoint.method();
        String target = spellings.of(spellings.plain(endpoint.pattern()));
        judge(client, method, target, tally);
      }
    }
    String counts =
        String.format(
            "%s: seed=%d sent=%d routed=%d right=%d ambiguous=%d wrong=%d reached=%d of %d",
            name,
            SEED,
            SPELLINGS,
            tally.routed,
            tally.right,
            tally.ambiguous,
            tally.wrong.size(),
            tally.reached.size(),
            PAYERS.size());
    LOG.log(System.Logger.Level.INFO, counts);
    assertThat(tally.wrong.stream().limit(SHOWN_MAX)).as(counts).isEmpty();
    assertThat(tally.reached).as(counts).hasSameSizeAs(PAYERS.keySet());
    assertThat(tally.right).as(counts).isGreaterThan(SPELLINGS / 50);
  }

  private void judge(RawClient client, String method, String target, Tally tally)
      throws IOException {
    List<String> routed =
        client.send(method, target).endpoints().stream()
            .map(endpoint -> endpoint.replaceFirst("^HEAD ", "GET "))
            .filter(PAYERS::containsKey) // a location may serve some methods only
            .toList();
    if (routed.isEmpty()) {
      return;
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    String payer = VideoGenShape.payer(matcher.match(method, path));
    tally.routed++;
    List<String> payers = routed.stream().map(PAYERS::get).toList();
    tally.reached.addAll(routed);
    if (payer.equals("ambiguous")) {
      tally.ambiguous++;
    } else if (payers.stream().allMatch(payer::equals)) {
      tally.right++;
    } else {
      tally.wrong.add(method + " " + target + " is routed to " + routed + " and paid by " + payer);
    }
  }
}
