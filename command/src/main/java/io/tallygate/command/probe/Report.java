package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Differs;
import io.tallygate.command.probe.Finding.Told;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What people read of a probe: the findings, and the exchanges that prove them. */
public final class Report {

  private static final int TOPIC_WIDTH = 14;

  private Report() {}

  public static String text(Recording recording, List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    section(text, "found", findings, it -> it instanceof Told);
    section(text, "cannot tell", findings, it -> it instanceof CannotTell);
    section(text, "differs from the policy", findings, it -> it instanceof Differs);
    if (!recording.stopped().isEmpty()) {
      text.append("stopped early: ").append(recording.stopped()).append("\n\n");
    }
    text.append("requests\n");
    recording.exchanges().forEach(exchange -> text.append(line(exchange)));
    return text.toString();
  }

  private static void section(
      StringBuilder text, String title, List<Finding> findings, Predicate<Finding> which) {
    List<Finding> own = findings.stream().filter(which).toList();
    if (own.isEmpty()) {
      return;
    }
    text.append(title).append('\n');
    for (Finding finding : own) {
      String topic = word(finding.topic());
      text.append("  ").append(topic).append(" ".repeat(TOPIC_WIDTH - topic.length()));
      if (!finding.paths().isEmpty()) {
        text.append("GET ").append(String.join(", GET ", finding.paths())).append(": ");
      }
      text.append(finding.text()).append(proof(finding.proof())).append('\n');
    }
    text.append('\n');
  }

  /** {@code not-found}. */
  public static String word(Finding.Topic topic) {
    return topic.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String proof(List<Integer> numbers) {
    return numbers.isEmpty()
        ? ""
        : numbers.stream().map(it -> "#" + it).collect(Collectors.joining(" ", "  [", "]"));
  }

  private static String line(Exchange exchange) {
    Request request = exchange.request();
    StringBuilder line = new StringBuilder();
    line.append(String.format("  #%-3d", exchange.number()));
    line.append(request.method()).append(' ').append(request.path());
    line.append(request.hasKey() ? "" : " (no key)");
    request.conditions().forEach(field -> line.append(" (").append(field).append(')'));
    if (!exchange.answer().came()) {
      return line.append(" -> ").append(exchange.answer().failure()).append('\n').toString();
    }
    line.append(" -> ").append(exchange.answer().status()).append('\n');
    for (Field field : exchange.answer().fields().list()) {
      line.append("         ").append(field).append('\n');
    }
    return line.toString();
  }
}
