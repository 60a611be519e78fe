package io.tallygate.policy;

import static io.tallygate.policy.yaml.Problems.shown;

import io.tallygate.limiter.header.HeaderFields.Ietf;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.limiter.policy.Group;
import io.tallygate.limiter.policy.OnFull;
import io.tallygate.limiter.policy.PathCase;
import io.tallygate.limiter.policy.Policy;
import io.tallygate.limiter.policy.WindowStart;
import io.tallygate.policy.yaml.Nearest;
import io.tallygate.policy.yaml.Place;
import io.tallygate.policy.yaml.Problems;
import io.tallygate.policy.yaml.YamlNode;
import io.tallygate.policy.yaml.YamlNode.Fields;
import io.tallygate.policy.yaml.YamlNode.Text;
import io.tallygate.policy.yaml.YamlReader;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads a policy file, strictly: what it does not know, it refuses, with the place. */
final class PolicyReader {

  static final List<String> FIELDS =
      List.of(
          "title",
          "contact",
          "window",
          "case",
          "groups",
          "other",
          "open",
          "key-prefix",
          "ietf-headers",
          "cors",
          "pass-headers",
          "on-full",
          "errors");

  static final Map<String, WindowStart> WINDOWS =
      Words.of("first-call", WindowStart.FIRST_CALL, "clock", WindowStart.CLOCK);
  static final Map<String, PathCase> CASES =
      Words.of("ignore", PathCase.IGNORED, "exact", PathCase.EXACT);
  static final Map<String, Ietf> IETF_HEADERS =
      Words.of("draft-10", Ietf.DRAFT_10, "off", Ietf.OFF);
  static final Map<String, OnFull> ON_FULL = Words.of("deny", OnFull.DENY, "allow", OnFull.ALLOW);
  static final List<String> ERROR_CODES =
      Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

  private static final int DEPTH_MAX = 16;
  private static final int PREFIX_TEXT_MAX = 1_000; // its own rule says 32, and says it better

  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}\\])(:[1-9][0-9]{0,4})?");

  private final Problems problems;

  private PolicyReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a policy file.
   *
   * @param source the file's name, for the messages
   * @throws PolicyException with all that is wrong with it
   */
  static PolicyFile read(String source, String text) {
    Problems problems = new Problems(source);
    Optional<PolicyFile> file =
        text.length() > PolicyFile.BYTES_MAX
            ? tooLong(problems)
            : YamlReader.read(text, problems, DEPTH_MAX).flatMap(new PolicyReader(problems)::file);
    if (file.isEmpty() || !problems.isEmpty()) {
      throw new PolicyException(problems.lines());
    }
    return file.get();
  }

  private static Optional<PolicyFile> tooLong(Problems problems) {
    problems.add(
        Place.START, "file must have at most " + PolicyFile.BYTES_MAX + " bytes: bytes=more");
    return Optional.empty();
  }

  private Optional<PolicyFile> file(YamlNode root) {
    if (!(root instanceof Fields fields)) {
      String found = root instanceof Text text ? shown(text.value()) : root.kind();
      problems.add(
          root.place(),
          "a policy file must be fields, such as 'other: 1,000 requests/hour': file=" + found);
      return Optional.empty();
    }
    Section top = Section.of(fields, FIELDS, "", problems);
    String title = top.text("title", PolicyFile.TEXT_MAX).orElse(PolicyFile.TITLE);
    String contact = top.text("contact", PolicyFile.TEXT_MAX).orElse("");
    Policy policy = policy(top).orElse(null);
    Gate gate = gate(top).orElse(null);
    Map<ErrorCode, String> messages = messages(top);
    return policy == null || gate == null
        ? Optional.empty()
        : Optional.of(new PolicyFile(title, contact, policy, gate, messages));
  }

  private Optional<Policy> policy(Section top) {
    WindowStart window = top.choice("window", WINDOWS).orElse(WindowStart.FIRST_CALL);
    PathCase pathCase = top.choice("case", CASES).orElse(PathCase.IGNORED);
    OnFull onFull = top.choice("on-full", ON_FULL).orElse(OnFull.DENY);
    GroupReader reader = new GroupReader(pathCase, problems);
    List<Group> groups = top.value("groups").map(reader::groups).orElse(List.of());
    if (!top.has(GroupReader.OTHER)) {
      problems.add(
          top.place(),
          "other is missing, it limits what no group names: add a line such as"
              + " 'other: 1,000 requests/hour'");
    }
    Optional<Group> other = reader.other(top);
    List<Endpoint> open = reader.endpoints(top, "open", " in=open");
    return problems.isEmpty()
        ? other.map(o -> new Policy(groups, o, open, window, pathCase, onFull))
        : Optional.empty();
  }

  private Optional<Gate> gate(Section top) {
    Optional<Text> prefix =
        top.value("key-prefix")
            .flatMap(node -> top.text("key-prefix", PREFIX_TEXT_MAX).map(t -> textAt(node, t)));
    prefix
        .filter(text -> !Gate.KEY_PREFIX.matcher(text.value()).matches())
        .ifPresent(
            text ->
                problems.add(
                    text.place(),
                    "key-prefix must be 1 to 32 of A-Z a-z 0-9 _: key-prefix="
                        + shown(text.value())));
    Ietf ietf = top.choice("ietf-headers", IETF_HEADERS).orElse(Ietf.DRAFT_10);
    List<String> cors =
        words(
            top,
            "cors",
            Gate.CORS_MAX,
            origin -> ORIGIN.matcher(origin).matches() || origin.equals("*"));
    List<String> passed =
        words(top, "pass-headers", Gate.REROUTING_HEADERS.size(), Gate.REROUTING_HEADERS::contains);
    return problems.isEmpty()
        ? Optional.of(
            new Gate(prefix.map(Text::value).orElse(Gate.DEFAULT.keyPrefix()), ietf, cors, passed))
        : Optional.empty();
  }

  private static Text textAt(YamlNode node, String value) {
    return new Text(node.place(), value, YamlNode.Style.QUOTED);
  }

  private List<String> words(Section top, String field, int sizeMax, Predicate<String> allowed) {
    Set<String> seen = new HashSet<>();
    List<Text> texts = top.texts(field, sizeMax);
    for (Text text : texts) {
      String word = text.value();
      if (!allowed.test(word)) {
        problems.add(
            text.place(),
            field.equals("cors")
                ? "an origin must be scheme://host[:port] in small letters, or '*': cors="
                    + shown(word)
                : "pass-headers may only name fields that re-route requests: pass-headers="
                    + shown(word)
                    + Nearest.hintOrAll(word, Gate.REROUTING_HEADERS));
      } else if (!seen.add(word)) {
        problems.add(text.place(), field + " must name each once: " + field + "=" + word);
      } else if (word.equals("*") && texts.size() > 1) {
        problems.add(text.place(), "'*' allows every origin, so it must stand alone: cors=*");
      }
    }
    return texts.stream().map(Text::value).toList();
  }

  private Map<ErrorCode, String> messages(Section top) {
    Map<ErrorCode, String> messages = new EnumMap<>(ErrorCode.class);
    YamlNode node = top.value("errors").orElse(null);
    if (node instanceof Fields fields) {
      if (fields.fields().isEmpty()) {
        problems.add(
            node.place(), "errors must name an error code, or leave the field out: errors=");
      }
      Section errors = Section.of(fields, ERROR_CODES, " in=errors", problems);
      for (ErrorCode code : ErrorCode.values()) {
        errors.text(code.code(), PolicyFile.MESSAGE_MAX).ifPresent(m -> messages.put(code, m));
      }
    } else if (node != null) {
      problems.add(
          node.place(), "errors must be a mapping of error codes to texts: errors=" + node.kind());
    }
    return messages;
  }
}
