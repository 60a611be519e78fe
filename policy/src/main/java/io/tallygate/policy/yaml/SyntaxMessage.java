package io.tallygate.policy.yaml;

import static io.tallygate.policy.yaml.Problems.shown;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what is wrong with a text that is not YAML, and how to write it. */
final class SyntaxMessage {

  private static final String FIELD_FORM = "a field must be written as 'name: value': line=";

  private SyntaxMessage() {}

  /** Adds the problem at the place of its cause, which is seldom where the engine stumbled. */
  static void add(MarkedYamlEngineException fault, String text, Problems problems) {
    String problem = fault.getProblem();
    String context = String.valueOf(fault.getContext());
    Place stumbled = Place.of(fault.getProblemMark());
    Place opened = Place.of(fault.getContextMark());
    if (context.contains("flow sequence") && problem.endsWith("but got {")) {
      // The engine ends the text in [GET /v1/files/{id}] where the brace opens.
      tell(
          problems,
          opened,
          "[ ] cannot hold a {parameter}, put one endpoint per line, or quote it: line=",
          text);
    } else if (context.contains("flow")) {
      tell(problems, opened, "[ ] or { } must be closed, with commas between entries: line=", text);
    } else if (problem.contains("end of stream")) {
      tell(problems, opened, "a quote must be closed: line=", text);
    } else if (problem.startsWith("could not find expected ':'")) {
      tell(problems, opened, FIELD_FORM, text);
    } else if (problem.startsWith("mapping values are not allowed")) {
      unexpectedColon(stumbled, text, problems);
    } else if (problem.startsWith("expected <block end>")) {
      tell(problems, stumbled, "a line must be indented as those it belongs to: line=", text);
    } else if (problem.contains("cannot start any token") || context.contains("scanning an a")) {
      tell(
          problems,
          context.contains("scanning an a") ? opened : stumbled,
          "a text that begins with one of * & ! @ ` % | > must be quoted: line=",
          text);
    } else {
      tell(problems, stumbled, "not valid YAML, " + shown(problem) + ": line=", text);
    }
  }

  private static void unexpectedColon(Place stumbled, String text, Problems problems) {
    String before = line(text, stumbled.line() - 1);
    if (before.isEmpty() || before.startsWith("#") || before.contains(":")) {
      tell(
          problems,
          stumbled,
          "a text with ': ' in it must be quoted, a field indented as its neighbours: line=",
          text);
    } else { // "title Rate limits", which the engine reads on into the next line
      tell(problems, new Place(stumbled.line() - 1, 1), FIELD_FORM, text);
    }
  }

  private static void tell(Problems problems, Place place, String rule, String text) {
    problems.add(place, rule + line(text, place.line()));
  }

  /** A line of the text, counted from 1, as a message shows it. */
  static String line(String text, int number) {
    List<String> lines = text.lines().skip(Math.max(0, number - 1L)).limit(1).toList();
    return number < 1 || lines.isEmpty() ? "" : shown(lines.get(0).strip());
  }
}
