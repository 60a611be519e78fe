package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Finding.Topic;
import io.tallygate.command.probe.Request.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What recorded exchanges prove. A pure function of them. */
public final class Inference {

  private final List<String> paths;
  private final List<Exchange> exchanges;
  private final List<Finding> findings = new ArrayList<>();

  private Inference(List<String> paths, List<Exchange> exchanges) {
    this.paths =
        paths.stream()
            .filter(path -> exchanges.stream().anyMatch(it -> it.isLookAt(path)))
            .toList();
    this.exchanges = exchanges.stream().filter(it -> it.answer().came()).toList();
  }

  /**
   * What the exchanges prove.
   *
   * @param paths of the endpoints, the first of which was asked for all but its counter
   */
  public static List<Finding> of(List<String> paths, List<Exchange> exchanges) {
    Inference inference = new Inference(paths, exchanges);
    inference.readAll();
    return List.copyOf(inference.findings);
  }

  private void readAll() {
    if (exchanges.isEmpty()) {
      return;
    }
    headers();
    unreadable();
    Optional<ResetMeaning> meaning = ResetMeaning.of(mainSights());
    limits();
    if (!mainSights().isEmpty()) {
      reset(meaning);
      findings.addAll(Sharing.findings(paths, exchanges));
      windows(meaning);
      findings.addAll(new Costs(exchanges, paths.get(0), meaning).findings());
    }
    noKey(meaning);
    findings.add(ServerClock.finding(exchanges));
    refused();
    redirects();
  }

  private List<Sight> mainSights() {
    return Sight.of(exchanges, exchange -> exchange.isFor(Purpose.LOOK));
  }

  private void headers() {
    Set<String> names = new LinkedHashSet<>();
    List<Integer> proof = new ArrayList<>();
    for (Exchange exchange : withKey()) {
      List<Field> fields = exchange.answer().fields().ofLimits();
      fields.forEach(field -> names.add(field.name()));
      if (!fields.isEmpty()) {
        proof.add(exchange.number());
      }
    }
    Set<String> drafts = new TreeSet<>();
    for (Exchange exchange : exchanges) {
      LimitFields.read(exchange.answer().fields()).stream()
          .map(Reading::family)
          .filter(family -> family.endsWith(")"))
          .forEach(drafts::add);
    }
    String shapes = drafts.isEmpty() ? "" : "; " + String.join(", ", drafts);
    findings.add(
        names.isEmpty()
            ? new Told(
                Topic.HEADERS,
                List.of(),
                "none",
                "no headers: no answer says anything of limits",
                numbers(withKey()))
            : new Told(
                Topic.HEADERS,
                List.of(),
                String.join(", ", names),
                String.join(", ", names) + shapes,
                proof));
  }

  private void unreadable() {
    for (Exchange exchange : exchanges) {
      for (Field field : LimitFields.unreadable(exchange.answer().fields())) {
        findings.add(
            new CannotTell(
                Topic.UNREADABLE,
                List.of(exchange.request().path()),
                "is no number: " + field,
                List.of(exchange.number())));
        return; // one is enough to know
      }
    }
  }

  private void limits() {
    for (String path : paths) {
      List<Exchange> looks = exchanges.stream().filter(it -> it.isLookAt(path)).toList();
      List<Reading> readings =
          looks.stream()
              .flatMap(it -> LimitFields.main(it.answer().fields()).stream())
              .filter(reading -> reading.limit().isPresent())
              .toList();
      List<Long> counts = readings.stream().map(it -> it.limit().orElseThrow()).distinct().toList();
      List<OptionalLong> periods =
          readings.stream().map(Reading::windowSeconds).distinct().toList();
      if (counts.size() == 1) {
        OptionalLong said = periods.size() == 1 ? periods.get(0) : OptionalLong.empty();
        findings.add(
            new Told(
                Topic.LIMIT,
                List.of(path),
                String.valueOf(counts.get(0)),
                Texts.limit(counts.get(0), said),
                numbers(looks)));
      } else {
        findings.add(
            new CannotTell(
                Topic.LIMIT,
                List.of(path),
                counts.isEmpty() ? "no answer says a limit" : "the answers say several: " + counts,
                numbers(looks)));
      }
    }
  }

  private void reset(Optional<ResetMeaning> meaning) {
    List<Sight> written =
        mainSights().stream().filter(it -> !it.reading().reset().isEmpty()).toList();
    List<Integer> proof = Sight.numbers(written.isEmpty() ? mainSights() : written);
    if (meaning.isPresent()) {
      findings.add(
          new Told(Topic.RESET, List.of(), meaning.get().word(), meaning.get().text(), proof));
      return;
    }
    findings.add(
        new CannotTell(
            Topic.RESET,
            List.of(),
            written.isEmpty()
                ? "no answer has a Reset"
                : "this fits nothing known, or more than one thing: "
                    + written.get(0).reading().reset(),
            proof));
  }

  private void windows(Optional<ResetMeaning> meaning) {
    long unit = Counter.unit(exchanges).orElse(1);
    for (List<String> group : Sharing.groups(paths, exchanges)) {
      List<Sight> sights = List.of();
      for (String path : group) {
        sights = Sight.merged(sights, Sight.ofLooks(exchanges, path));
      }
      if (!sights.isEmpty()) {
        Counter counter = new Counter(group, sights, unit);
        findings.addAll(
            meaning
                .map(it -> Windows.findings(counter, it))
                .orElseGet(() -> Windows.findingsWithoutEnd(counter)));
      }
    }
  }

  private void noKey(Optional<ResetMeaning> meaning) {
    for (Exchange exchange : exchanges) {
      if (exchange.isFor(Purpose.NO_KEY)) {
        int status = exchange.answer().status();
        List<Field> fields = exchange.answer().fields().ofLimits();
        String carries =
            fields.isEmpty()
                ? "says nothing of limits"
                : "says " + fields.stream().map(Field::toString).collect(Collectors.joining(", "));
        Optional<Finding> cost = new Costs(exchanges, paths.get(0), meaning).noKey();
        String costs =
            cost.filter(it -> it instanceof Told)
                .map(it -> "; the key's counter: " + it.text())
                .orElse("");
        findings.add(
            new Told(
                Topic.NO_KEY,
                List.of(exchange.request().path()),
                String.valueOf(status),
                "without the key the answer is " + status + " and " + carries + costs,
                List.of(exchange.number())));
      }
    }
  }

  private void refused() {
    for (Exchange exchange : exchanges) {
      int status = exchange.answer().status();
      if (status == 429 || status == 503) {
        String wait =
            exchange
                .answer()
                .fields()
                .first("Retry-After")
                .map(it -> ", Retry-After: " + it)
                .orElse(", without Retry-After");
        String what =
            status == 429 ? "refused by a limit" : "503: a limit (nginx answers so), or overload";
        findings.add(
            new Told(
                Topic.REFUSED,
                List.of(exchange.request().path()),
                String.valueOf(status),
                what + wait,
                List.of(exchange.number())));
      }
    }
  }

  private void redirects() {
    for (Exchange exchange : exchanges) {
      Optional<String> location = exchange.answer().fields().first("Location");
      int status = exchange.answer().status();
      if (status >= 300 && status < 400 && status != 304 && location.isPresent()) {
        findings.add(
            new Told(
                Topic.REDIRECT,
                List.of(exchange.request().path()),
                String.valueOf(status),
                "sends elsewhere, which is not followed: " + location.get(),
                List.of(exchange.number())));
        return;
      }
    }
  }

  private List<Exchange> withKey() {
    return exchanges.stream().filter(it -> it.request().hasKey()).toList();
  }

  private static List<Integer> numbers(List<Exchange> exchanges) {
    return exchanges.stream().map(Exchange::number).toList();
  }
}
