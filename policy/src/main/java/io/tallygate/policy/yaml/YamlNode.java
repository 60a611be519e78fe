package io.tallygate.policy.yaml;

import java.util.List;

/** A part of a YAML text that knows where it stands. */
public sealed interface YamlNode {

  Place place();

  /** What a message calls this kind of part. */
  String kind();

  /** How a text was written: only a plain one can be a number, a truth value or nothing. */
  enum Style {
    PLAIN,
    QUOTED
  }

  /** A scalar, as written; nobody has taken it for a number yet. */
  record Text(Place place, String value, Style style) implements YamlNode {
    @Override
    public String kind() {
      return isNothing() ? "nothing" : "a text";
    }

    /** Whether nothing stands where a value should. */
    public boolean isNothing() {
      return style == Style.PLAIN && (value.isEmpty() || value.equals("~"));
    }
  }

  /** A sequence. */
  record Items(Place place, List<YamlNode> items) implements YamlNode {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A mapping; each name once. */
  record Fields(Place place, List<Field> fields) implements YamlNode {
    public Fields {
      fields = List.copyOf(fields);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** One line of a mapping. */
  record Field(Text name, YamlNode value) {}

  /** A part that was refused, with a problem of its own: nothing more is to be said about it. */
  record Refused(Place place) implements YamlNode {
    @Override
    public String kind() {
      return "refused";
    }
  }
}
