package io.tallygate.policy.yaml;

import static io.tallygate.policy.yaml.Problems.shown;

import io.tallygate.policy.yaml.YamlNode.Field;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Items;
import io.tallygate.policy.yaml.YamlNode.Refused;
import io.tallygate.policy.yaml.YamlNode.Style;
import io.tallygate.policy.yaml.YamlNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads one YAML 1.2 document into a tree, and refuses all that can surprise in YAML. */
public final class YamlReader {

  /*
   * The tree is built from the engine's events and not from its node graph, for two reasons: an
   * alias is an event of its own, with a place, before anything is made of it (so a text of nested
   * aliases costs nothing), and the depth is checked before the recursion that it bounds.
   *
   * What does not spoil the tree is told and passed over (a tag, an anchor, a name that stands
   * twice), so that one run finds all. What is no YAML at all ends the reading.
   */

  private final String text;
  private final Problems problems;
  private final int depthMax;
  private Iterator<Event> events = List.<Event>of().iterator();
  private List<String> lines = List.of();
  private int aliasLine; // the last one that was told

  private YamlReader(String text, Problems problems, int depthMax) {
    this.text = text;
    this.problems = problems;
    this.depthMax = depthMax;
  }

  /**
   * Reads a text whose length the caller has bounded.
   *
   * @param problems what is wrong is added here
   * @param depthMax how deep mappings and lists may nest, 1 to 1,000
   * @return the tree; empty if there is none, and then there is a problem
   */
  public static Optional<YamlNode> read(String text, Problems problems, int depthMax) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new YamlReader(bare, problems, depthMax).document();
  }

  private Optional<YamlNode> document() {
    if (hasForbiddenCharacters()) {
      return Optional.empty();
    }
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Math.max(1, text.length())).build();
    try {
      events = new ParserImpl(settings, new StreamReader(settings, text));
      events.next(); // the stream's start
      Event start = events.next();
      if (!(start instanceof DocumentStartEvent document)) {
        problems.add(Place.START, "file is empty: bytes=" + text.length());
        return Optional.empty();
      }
      if (document.getSpecVersion().isPresent() || !document.getTags().isEmpty()) {
        problems.add(
            place(start), "YAML directives are not allowed: line=" + line(place(start).line()));
      }
      YamlNode root = node(events.next(), 1);
      events.next(); // the document's end
      Event end = events.next();
      if (end instanceof DocumentStartEvent) {
        problems.add(
            place(end), "file must hold one document, put the second in its own file: ---");
      }
      return Optional.of(root);
    } catch (MarkedYamlEngineException e) {
      SyntaxMessage.add(e, text, problems);
    } catch (TooDeep e) {
      problems.add(
          e.place, "nesting must be at most " + depthMax + " deep: line=" + line(e.place.line()));
    } catch (YamlEngineException e) {
      problems.add(Place.START, "not valid YAML: " + shown(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  /** YAML forbids them in some places only; a file without them has no such places. */
  private boolean hasForbiddenCharacters() {
    boolean found = false;
    int line = 1;
    int column = 1;
    int toldLine = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (toldLine != line && isForbidden(c, i)) {
        toldLine = line;
        found = true;
        problems.add(
            new Place(line, column),
            c == '\t'
                ? "tabs are not allowed, indent with spaces: line=" + line(line)
                : String.format("character is not allowed: character=U+%04X", c));
      }
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return found;
  }

  private boolean isForbidden(int c, int index) {
    return switch (c) {
      case '\t' -> true;
      case '\r' -> index + 1 == text.length() || text.charAt(index + 1) != '\n';
      // Some readers of YAML end a line at these, some do not; the last one is seen by nobody.
      case 0x85, 0x2028, 0x2029, 0xfeff -> true;
      default -> !StreamReader.isPrintable(c);
    };
  }

  private YamlNode node(Event event, int depth) {
    Place place = place(event);
    if (event instanceof AliasEvent) {
      if (aliasLine != place.line()) {
        aliasLine = place.line();
        problems.add(
            place, "aliases are not allowed, write the value out: line=" + line(aliasLine));
      }
      return new Refused(place);
    }
    refuseAnchor((NodeEvent) event);
    if (event instanceof ScalarEvent scalar) {
      Style style = scalar.isPlain() ? Style.PLAIN : Style.QUOTED;
      return isTagged(scalar.getTag(), place)
          ? new Refused(place)
          : new Text(place, scalar.getValue(), style);
    }
    if (depth > depthMax) {
      throw new TooDeep(place);
    }
    isTagged(((CollectionStartEvent) event).getTag(), place); // told, and read all the same
    return event instanceof MappingStartEvent ? fields(place, depth) : items(place, depth);
  }

  private Items items(Place place, int depth) {
    List<YamlNode> items = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(node(e, depth + 1));
    }
    return new Items(place, items);
  }

  private Fields fields(Place place, int depth) {
    Map<String, Place> places = new HashMap<>();
    List<Field> fields = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      YamlNode name = node(e, depth + 1);
      YamlNode value = node(events.next(), depth + 1);
      if (!(name instanceof Text text)) {
        if (!(name instanceof Refused)) {
          problems.add(name.place(), "a field's name must be a text: name=" + name.kind());
        }
      } else if (text.value().equals("<<") && text.style() == Style.PLAIN) {
        problems.add(text.place(), "merge keys are not allowed, write the fields out: field=<<");
      } else {
        Place first = places.putIfAbsent(text.value(), text.place());
        if (first == null) {
          fields.add(new Field(text, value));
        } else {
          problems.add(
              text.place(), "field stands twice: field=" + shown(text.value()) + " first=" + first);
        }
      }
    }
    return new Fields(place, fields);
  }

  private void refuseAnchor(NodeEvent event) {
    event
        .getAnchor()
        .ifPresent(
            anchor ->
                problems.add(
                    place(event),
                    "anchors are not allowed, quote a text that begins with &: anchor=&"
                        + shown(anchor.getValue())));
  }

  private boolean isTagged(Optional<String> tag, Place place) {
    tag.ifPresent(
        name ->
            problems.add(
                place,
                "tags are not allowed, quote a text that begins with !: tag=" + shown(name)));
    return tag.isPresent();
  }

  private static Place place(Event event) {
    return Place.of(event.getStartMark());
  }

  private String line(int number) {
    if (lines.isEmpty()) {
      lines = text.lines().toList(); // once, for a file can have as many mistakes as lines
    }
    return number > lines.size() ? "" : shown(lines.get(number - 1).strip());
  }

  /** Ends the reading before the recursion goes too deep. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Place place;

    TooDeep(Place place) {
      super(null, null, false, false);
      this.place = place;
    }
  }
}
