package io.tallygate.policy;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.CounterScope;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.Limit;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a policy file: the fields in the order of the reference, none that is the default. */
final class PolicyWriter {

  /** What is safe without quotes wherever we write a text. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9/{}*.,@_+=()~$-]*( [A-Za-z0-9/(][A-Za-z0-9/{}*.,@_+=()~$-]*)*");

  private final StringBuilder yaml = new StringBuilder();

  private PolicyWriter() {}

  static String write(PolicyFile file) {
    PolicyWriter writer = new PolicyWriter();
    writer.file(file);
    return writer.yaml.toString();
  }

  private void file(PolicyFile file) {
    Policy policy = file.policy();
    Gate gate = file.gate();
    line(0, "title", file.title());
    if (!file.contact().isEmpty()) {
      line(0, "contact", file.contact());
    }
    if (policy.window() != WindowStart.FIRST_CALL) {
      line(0, "window", Words.of(PolicyReader.WINDOWS, policy.window()));
    }
    if (policy.pathCase() != PathCase.IGNORED) {
      line(0, "case", Words.of(PolicyReader.CASES, policy.pathCase()));
    }
    if (!policy.groups().isEmpty()) {
      yaml.append("groups:\n");
      policy.groups().forEach(this::group);
    }
    other(policy.other());
    list(0, "open", policy.open().stream().map(Endpoint::toString).toList());
    if (!gate.keyPrefix().equals(Gate.DEFAULT.keyPrefix())) {
      line(0, "key-prefix", gate.keyPrefix());
    }
    if (gate.ietf() != Ietf.DRAFT_10) {
      line(0, "ietf-headers", Words.of(PolicyReader.IETF_HEADERS, gate.ietf()));
    }
    list(0, "cors", gate.cors());
    list(0, "pass-headers", gate.passHeaders());
    if (policy.onFull() != OnFull.DENY) {
      line(0, "on-full", Words.of(PolicyReader.ON_FULL, policy.onFull()));
    }
    if (!file.messages().isEmpty()) {
      yaml.append("errors:\n");
      for (ErrorCode code : ErrorCode.values()) {
        if (file.messages().containsKey(code)) {
          line(2, code.code(), file.message(code));
        }
      }
    }
  }

  private void group(Group group) {
    yaml.append("  ").append(text(group.name())).append(":\n");
    limits(4, group.limits());
    list(4, "endpoints", group.endpoints().stream().map(Endpoint::toString).toList());
    if (group.counter() != CounterScope.SHARED) {
      line(4, "counter", Words.of(GroupReader.COUNTERS, group.counter()));
    }
    if (!group.published()) {
      yaml.append("    published: false\n");
    }
    if (!group.note().isEmpty()) {
      line(4, "note", group.note());
    }
  }

  private void other(Group other) {
    if (other.limits().size() == 1 && !other.published()) {
      line(0, GroupReader.OTHER, LimitText.of(other.limits().get(0)).toString());
      return;
    }
    yaml.append(GroupReader.OTHER).append(":\n");
    limits(2, other.limits());
    if (other.published()) {
      yaml.append("  published: true\n");
    }
  }

  private void limits(int indent, List<Limit> limits) {
    String first = LimitText.of(limits.get(0)).toString();
    if (limits.size() == 1) {
      line(indent, "limit", first);
      return;
    }
    indent(indent).append("limit:\n");
    indent(indent + 2).append("- ").append(first).append('\n');
    for (Limit limit : limits.subList(1, limits.size())) {
      indent(indent + 2).append("- name: ").append(text(limit.name())).append('\n');
      line(indent + 4, "limit", LimitText.of(limit).toString());
    }
  }

  private void list(int indent, String name, List<String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    indent(indent).append(name).append(":\n");
    for (String entry : entries) {
      indent(indent + 2).append("- ").append(text(entry)).append('\n');
    }
  }

  private void line(int indent, String name, String value) {
    indent(indent).append(name).append(": ").append(text(value)).append('\n');
  }

  private StringBuilder indent(int spaces) {
    return yaml.append(" ".repeat(spaces));
  }

  /** A text as YAML writes it: plain where that is safe, else in double quotes. */
  static String text(String value) {
    if (PLAIN.matcher(value).matches() && !Section.isOtherThanText(value)) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' '
          || (c > '~' && !Character.isLetterOrDigit(c) && !Character.isSurrogate(c))) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
