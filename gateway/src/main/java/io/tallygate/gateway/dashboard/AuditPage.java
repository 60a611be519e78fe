package io.tallygate.gateway.dashboard;

import io.tallygate.gateway.key.ApiKey;
import io.tallygate.gateway.key.AuditEntry;
import io.tallygate.gateway.key.Owner;
import io.tallygate.gateway.key.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who changed what, the newest first. */
final class AuditPage {

  private static final String PATH = Dashboard.ROOT + "/audit";
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String NOTHING = "—";

  /** What became of a field. */
  record Change(String field, String before, String after) {}

  /**
   * One line.
   *
   * @param path of the target's page; empty if it has none
   */
  record Row(AuditEntry entry, String path, List<Change> changes) {

    static Row of(AuditEntry entry) {
      String target = entry.target();
      String path =
          ApiKey.isId(target)
              ? KeyPages.path(target)
              : Owner.isId(target) ? OwnerPages.path(target) : "";
      return new Row(entry, path, AuditPage.changes(entry.difference()));
    }
  }

  /** A part of the audit. */
  record Listed(List<Row> rows, String target, Paging paging) {}

  Answer show(Visit visit) {
    String target = visit.query("target");
    Page<AuditEntry> page = visit.all().audit(target, visit.page());
    Listed listed =
        new Listed(
            page.items().stream().map(Row::of).toList(),
            Words.safe(target),
            Paging.of(visit, PATH, Map.of("target", target), page.next()));
    return Framed.page(
        "Audit",
        Section.AUDIT,
        (frame, out) -> JteauditGenerated.render(out, Html.PLAIN, frame, listed));
  }

  /** The fields that are not what they were. */
  static List<Change> changes(AuditEntry.Difference difference) {
    JsonNode before = object(difference.before());
    JsonNode after = object(difference.after());
    TreeSet<String> names = new TreeSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      String was = text(before.path(name));
      String is = text(after.path(name));
      if (!was.equals(is)) {
        changes.add(new Change(Words.safe(name), was, is));
      }
    }
    return changes;
  }

  private static JsonNode object(String json) {
    return json.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(json);
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty())) {
      return NOTHING;
    }
    return Words.safe(value.isContainer() ? value.toString() : value.asString());
  }
}
