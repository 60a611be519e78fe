package io.tallygate.command;

import io.tallygate.gateway.key.Page;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What lists have in common: their pages, and how they are printed. */
@Command
final class Paging {

  @Option(
      names = "--page-size",
      paramLabel = "N",
      description = "How many at a time, 1 to 1000. Default: 100")
  private int size = Page.Request.FIRST.size();

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on where the page before ended; it says where.")
  private String cursor = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  Page.Request request() {
    return new Page.Request(size, cursor);
  }

  boolean isJson() {
    return json;
  }

  /** Prints a page: a table for people, an object for programs. */
  <T> void print(Invocation invocation, Page<T> page, Print<T> print) {
    if (json) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      var items = object.putArray("items");
      page.items().forEach(item -> items.add(print.json().apply(item)));
      if (!page.next().isEmpty()) {
        object.put("next", page.next());
      }
      invocation.print(Json.text(object));
      return;
    }
    TextTable table = new TextTable(print.head().toArray(String[]::new));
    page.items().forEach(item -> table.add(print.row().apply(item).toArray(String[]::new)));
    invocation.print(table.toString());
    if (!page.next().isEmpty()) {
      invocation.note("more follow: --after " + page.next());
    }
  }

  /** How the items of a list are printed. */
  record Print<T>(List<String> head, Function<T, List<String>> row, Function<T, JsonNode> json) {}
}
