package io.tallygate.client.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallygate.client.ClientConfig;
import io.tallygate.client.ClientEvent;
import io.tallygate.client.LimitView;
import io.tallygate.client.LimitedClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Makes a {@link LimitedClient} that tells a Micrometer registry what it does. Needs {@code
 * micrometer-core}, which the client itself does not.
 *
 * <pre>
 * tallygate.client.requests     group, outcome   answers by class of status, 429 of its own, lost
 * tallygate.client.waits        group            calls whose turn had not come
 * tallygate.client.wait         group            timer: what a request's call had waited, if it had
 * tallygate.client.repeats      group, reason    refused, status or connection
 * tallygate.client.given.up     group            calls that failed with RateLimited
 * tallygate.client.limit        group            gauge: units per window
 * tallygate.client.remaining    group            gauge: units left
 * </pre>
 *
 * <p>The gauges are of the group's limit with the fewest units left, NaN while nothing is known. A
 * group's label is its name, without the key that a server may put there. At most {@value
 * #GROUPS_MAX} groups have a label of their own; what comes later is counted as {@code other}.
 */
public final class MeteredClient {

  /** The most groups with a label of their own. */
  public static final int GROUPS_MAX = 64;

  private static final String OTHER = "other";
  private static final String[] CLASSES = {"0xx", "1xx", "2xx", "3xx", "4xx", "5xx"};
  private static final int REFUSED = 429;
  private static final Pattern PARTITION = Pattern.compile("#[0-9a-f]*");

  private final MeterRegistry registry;
  private volatile List<LimitedClient> clients = List.of(); // one, as soon as there is one
  private final Set<String> labels = ConcurrentHashMap.newKeySet();
  private final Set<String> gauged = ConcurrentHashMap.newKeySet();

  private MeteredClient(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Wraps a client; the configuration's own listener is told as well, first. */
  public static LimitedClient of(HttpClient inner, ClientConfig config, MeterRegistry registry) {
    MeteredClient meters = new MeteredClient(registry);
    LimitedClient client =
        LimitedClient.of(inner, config.withListener(config.listener().andThen(meters::count)));
    meters.clients = List.of(client);
    return client;
  }

  private void count(ClientEvent event) {
    String group = label(event.group());
    if (event instanceof ClientEvent.Answered answered) {
      registry
          .counter("tallygate.client.requests", "group", group, "outcome", outcome(answered))
          .increment();
      if (!group.equals(OTHER) && gauged.add(group)) {
        addGauges(group);
      }
    } else if (event instanceof ClientEvent.Lost) {
      registry.counter("tallygate.client.requests", "group", group, "outcome", "lost").increment();
    } else if (event instanceof ClientEvent.Waiting) {
      registry.counter("tallygate.client.waits", "group", group).increment();
    } else if (event instanceof ClientEvent.Sent sent
        && sent.waited().compareTo(Duration.ZERO) > 0) {
      Timer.builder("tallygate.client.wait")
          .tag("group", group)
          .register(registry)
          .record(sent.waited());
    } else if (event instanceof ClientEvent.Repeating repeating) {
      registry
          .counter("tallygate.client.repeats", "group", group, "reason", reason(repeating))
          .increment();
    } else if (event instanceof ClientEvent.GivenUp) {
      registry.counter("tallygate.client.given.up", "group", group).increment();
    }
  }

  private static String outcome(ClientEvent.Answered answered) {
    return answered.status() == REFUSED
        ? "429"
        : CLASSES[Math.min(Math.max(answered.status() / 100, 0), CLASSES.length - 1)];
  }

  private static String reason(ClientEvent.Repeating repeating) {
    String reason = repeating.reason();
    return reason.equals("status 429")
        ? "refused"
        : reason.startsWith("status ") ? "status" : "connection";
  }

  /** {@code tools#6b31} is the group tools of one key. */
  private static String shown(String group) {
    return PARTITION.matcher(group).replaceAll("");
  }

  private String label(String group) {
    String label = shown(group);
    if (labels.contains(label)) {
      return label;
    }
    // Two threads may both find room for the last; that is one more, and no more than threads.
    if (labels.size() >= GROUPS_MAX) {
      return OTHER;
    }
    labels.add(label);
    return label;
  }

  private void addGauges(String group) {
    Gauge.builder("tallygate.client.limit", () -> tightest(group, LimitView::count))
        .description("Units per window, of the group's limit with the fewest left")
        .tag("group", group)
        .register(registry);
    Gauge.builder("tallygate.client.remaining", () -> tightest(group, LimitView::remaining))
        .description("Units left, of the group's limit with the fewest left")
        .tag("group", group)
        .register(registry);
  }

  private double tightest(String group, Function<LimitView, OptionalLong> what) {
    return clients.stream()
        .flatMap(it -> it.limits().stream())
        .filter(it -> shown(it.group()).equals(group) && it.remaining().isPresent())
        .min(Comparator.comparingLong(it -> it.remaining().orElse(0)))
        .map(what)
        .filter(OptionalLong::isPresent)
        .map(it -> (double) it.getAsLong())
        .orElse(Double.NaN);
  }
}
