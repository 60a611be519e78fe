package io.tallygate.command;

import io.tallygate.command.probe.Exchange;
import io.tallygate.command.probe.Fields.Field;
import io.tallygate.command.probe.Finding;
import io.tallygate.command.probe.Finding.CannotTell;
import io.tallygate.command.probe.Finding.Told;
import io.tallygate.command.probe.Recording;
import io.tallygate.command.probe.Report;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code tallygate probe --json} prints. */
final class ProbeJson {

  private ProbeJson() {}

  static String text(Recording recording, List<Finding> findings) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ArrayNode list = root.putArray("findings");
    findings.forEach(finding -> add(list, finding));
    root.put("stopped", recording.stopped());
    ArrayNode requests = root.putArray("requests");
    recording.exchanges().forEach(exchange -> add(requests, exchange));
    return Json.text(root);
  }

  private static void add(ArrayNode list, Finding finding) {
    ObjectNode node = list.addObject().put("topic", Report.word(finding.topic()));
    ArrayNode endpoints = node.putArray("endpoints");
    finding.paths().forEach(path -> endpoints.add("GET " + path));
    if (finding instanceof Told told) {
      node.put("kind", "found").put("answer", told.answer());
    } else {
      node.put("kind", finding instanceof CannotTell ? "cannot-tell" : "differs");
    }
    node.put("text", finding.text());
    ArrayNode proof = node.putArray("proof");
    finding.proof().forEach(proof::add);
  }

  private static void add(ArrayNode list, Exchange exchange) {
    ObjectNode node =
        list.addObject()
            .put("number", exchange.number())
            .put("method", exchange.request().method())
            .put("path", exchange.request().path())
            .put("sent", Instant.ofEpochMilli(exchange.sentMillis()).toString())
            .put("received", Instant.ofEpochMilli(exchange.receivedMillis()).toString())
            .put("status", exchange.answer().status());
    if (!exchange.answer().failure().isEmpty()) {
      node.put("failure", exchange.answer().failure());
    }
    ArrayNode fields = node.putArray("fields");
    for (Field field : exchange.answer().fields().list()) {
      fields.addObject().put("name", field.name()).put("value", field.value());
    }
  }
}
