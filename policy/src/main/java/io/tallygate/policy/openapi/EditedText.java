package io.tallygate.policy.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A text in YAML or JSON to which fields are added, and in which all else stays as it is. */
final class EditedText {

  /*
   * Nothing is written anew: an addition is a piece of text at a place of the old one, so that
   * order, quotes, comments and blank lines stay. A field comes behind the last one of its mapping:
   *
   *   in JSON       behind its last value, after a comma
   *   in YAML       below the line on which its last value ends
   *
   * Two additions to one place keep the order in which they were asked for; who adds to a mapping
   * and to one within it must begin with the inner one.
   */

  private record Edit(int from, int to, String text) {}

  private final String text;
  private final String newLine;
  private final boolean pairs; // letters that are two chars
  private final Node root;
  private final String step;
  private final List<Edit> edits = new ArrayList<>();
  private final IdentityHashMap<Node, Integer> added = new IdentityHashMap<>();

  /**
   * @param text that has been read without a problem, and has no byte order mark
   */
  EditedText(String text) {
    this.text = text;
    this.pairs = text.codePoints().anyMatch(Character::isSupplementaryCodePoint);
    this.newLine = text.contains("\r\n") ? "\r\n" : "\n";
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(1, text.length())).build();
    boolean json = text.stripLeading().startsWith("{");
    this.root = compose(settings, json ? text.replace('\t', ' ') : text);
    this.step = step();
  }

  Node root() {
    return root;
  }

  private static Node compose(LoadSettings settings, String text) {
    return new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
        .getSingleNode()
        .orElseThrow();
  }

  private String step() {
    if (root instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      Optional<String> first =
          ownLine(offset(mapping.getValue().get(0).getKeyNode().getStartMark()));
      return first.filter(indent -> !indent.isEmpty()).orElse("  ");
    }
    return "  ";
  }

  /** Adds a field at the mapping's end. */
  void add(MappingNode mapping, String name, Object value) {
    int before = added.merge(mapping, 1, Integer::sum) - 1;
    if (mapping.getFlowStyle() == FlowStyle.FLOW) {
      addInFlow(mapping, name, value, before);
      return;
    }
    int key = offset(mapping.getValue().get(0).getKeyNode().getStartMark());
    int column = key - lineStart(key);
    String indent = " ".repeat(column);
    String field = Written.field(name, value, indent).replace("\n", newLine);
    int end = contentEnd(mapping);
    if (end > 0 && text.charAt(end - 1) == '\n') { // behind a block of text
      edits.add(new Edit(end, end, indent + field + newLine));
    } else {
      int line = text.indexOf('\n', end);
      int to = line < 0 ? text.length() : line;
      to = to > 0 && line >= 0 && text.charAt(to - 1) == '\r' ? to - 1 : to;
      edits.add(new Edit(to, to, newLine + indent + field));
    }
  }

  private void addInFlow(MappingNode mapping, String name, Object value, int before) {
    List<NodeTuple> fields = mapping.getValue();
    if (fields.isEmpty()) {
      int start = offset(mapping.getStartMark()) + 1;
      edits.add(new Edit(start, start, (before > 0 ? ", " : "") + inline(name, value)));
      return;
    }
    int end = contentEnd(fields.get(fields.size() - 1).getValueNode());
    Optional<String> indent = ownLine(offset(fields.get(0).getKeyNode().getStartMark()));
    String addition =
        indent.isEmpty()
            ? ", " + inline(name, value)
            : ",\n" + indent.get() + '"' + name + "\": " + Written.lines(value, indent.get(), step);
    edits.add(new Edit(end, end, addition.replace("\n", newLine)));
  }

  private static String inline(String name, Object value) {
    String field = Written.inline(Map.of(name, value));
    return field.substring(1, field.length() - 1);
  }

  /** Puts another value in the place of one. */
  void replace(Node value, Object by) {
    edits.add(new Edit(offset(value.getStartMark()), contentEnd(value), Written.inline(by)));
  }

  /** What stands before a place if that is the first of its line. */
  private Optional<String> ownLine(int offset) {
    String before = text.substring(lineStart(offset), offset);
    return before.isBlank() && lineStart(offset) > 0 ? Optional.of(before) : Optional.empty();
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Behind the last sign of a value; blank lines and comments that follow are not its own. */
  private int contentEnd(Node node) {
    if (node instanceof MappingNode mapping && mapping.getFlowStyle() != FlowStyle.FLOW) {
      List<NodeTuple> fields = mapping.getValue();
      return contentEnd(fields.get(fields.size() - 1).getValueNode());
    }
    if (node instanceof SequenceNode list && list.getFlowStyle() != FlowStyle.FLOW) {
      List<Node> items = list.getValue();
      return contentEnd(items.get(items.size() - 1));
    }
    return offset(node.getEndMark());
  }

  /** Marks count code points. */
  private int offset(Optional<Mark> mark) {
    int index = mark.orElseThrow().getIndex();
    return pairs ? text.offsetByCodePoints(0, index) : index;
  }

  /** The text with all that was added. */
  String edited() {
    edits.sort(Comparator.comparingInt(Edit::from));
    StringBuilder edited = new StringBuilder();
    int from = 0;
    for (Edit edit : edits) {
      edited.append(text, from, edit.from()).append(edit.text());
      from = edit.to();
    }
    return edited.append(text.substring(from)).toString();
  }
}
