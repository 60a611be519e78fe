package io.tallygate.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console blocks of a Markdown page: what a reader types, and what he is to see.
 *
 * <p>A block is fenced as {@code console}. A line that begins with {@code $} and a space is typed;
 * lines that begin with {@code >} and a space go on with it; all others are shown. In what is
 * shown, {@code …} stands for any text in its line, and alone in a line for any lines. Keys that
 * end in {@code …}, ids, ports of 127.0.0.1, Unix seconds and the seconds left ({@code t=}) differ
 * from run to run and are not compared. Columns are as wide as what differs in them: two or more
 * spaces between words stand for two or more.
 *
 * @param path of the page, for messages
 */
record ConsolePage(String path, List<Step> steps) {

  private static final Pattern FENCE = Pattern.compile("\\s*(?:```|~~~)(.*)");
  private static final Pattern MASKED =
      Pattern.compile(
          "(?<=_key_)\\w*…|…|(?<=\\S) {2,}(?=\\S)|(?<=127\\.0\\.0\\.1:)\\d+|\\b1\\d{9}\\b"
              + "|(?<=;t=)\\d+|(?<=\\b(?:key|own|tok)_)\\w{12}\\b");

  /**
   * One command and what it shows.
   *
   * @param line of the command, for messages
   */
  record Step(int line, String command, List<String> shown) {

    /** Whether an output is what the page shows, but for what is masked. */
    boolean isShownBy(String output) {
      return Pattern.compile(pattern()).matcher(output).matches();
    }

    /** Whether an output that still grows begins with what the page shows. */
    boolean isBegunBy(String output) {
      return Pattern.compile(pattern() + "(?s:.*)").matcher(output).matches();
    }

    private String pattern() {
      StringBuilder pattern = new StringBuilder();
      for (String line : shown) {
        pattern.append(line.strip().equals("…") ? "(?:.*\n)*" : masked(line) + "[ \t\r]*\n");
      }
      return pattern.toString();
    }

    private static String masked(String line) {
      StringBuilder pattern = new StringBuilder();
      Matcher mask = MASKED.matcher(line);
      int from = 0;
      while (mask.find()) {
        pattern.append(Pattern.quote(line.substring(from, mask.start())));
        pattern.append(standsFor(mask.group()));
        from = mask.end();
      }
      return pattern.append(Pattern.quote(line.substring(from))).toString();
    }

    private static String standsFor(String mask) {
      return mask.isBlank() ? " {2,}" : mask.endsWith("…") ? ".*" : "\\w+";
    }
  }

  static ConsolePage of(String path, String text) {
    List<Step> steps = new ArrayList<>();
    List<String> lines = text.lines().toList();
    boolean inFence = false;
    boolean inConsole = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        inConsole = !inFence && fence.group(1).strip().equals("console");
        inFence = !inFence;
      } else if (inConsole) {
        add(steps, i + 1, line);
      }
    }
    return new ConsolePage(path, steps.stream().map(ConsolePage::withoutLastBlanks).toList());
  }

  private static void add(List<Step> steps, int number, String line) {
    if (line.startsWith("$ ")) {
      steps.add(new Step(number, line.substring(2), new ArrayList<>()));
      return;
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("console block must begin with a command: line=" + number);
    }
    Step last = steps.get(steps.size() - 1);
    if (line.startsWith("> ") && last.shown.isEmpty()) {
      String command = last.command + "\n" + line.substring(2);
      steps.set(steps.size() - 1, new Step(last.line, command, new ArrayList<>()));
    } else {
      last.shown.add(line.stripTrailing());
    }
  }

  /** An empty line before the next command only sets it off. */
  private static Step withoutLastBlanks(Step step) {
    int size = step.shown.size();
    while (size > 0 && step.shown.get(size - 1).isEmpty()) {
      size--;
    }
    return new Step(step.line, step.command, List.copyOf(step.shown.subList(0, size)));
  }
}
