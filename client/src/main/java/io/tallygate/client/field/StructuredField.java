package io.tallygate.client.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads structured fields (RFC 9651): a field that breaks a rule is no field at all. Stateless. */
public final class StructuredField {

  /*
   * The methods follow the algorithms of section 4.2 one by one. A field of more than VALUE_MAX
   * characters is refused: RFC 9651 asks for 1,024 members at least, and no field that we read has
   * a tenth of that.
   */

  static final int VALUE_MAX = 16_384;

  private final Scanner in;

  private StructuredField(Scanner in) {
    this.in = in;
  }

  /** A whole field as a list; several lines of it are joined by commas first. */
  public static Optional<List<Member>> list(String value) {
    return parse(value, StructuredField::listMembers);
  }

  /** A whole field as a dictionary; of two members with one key the last counts. */
  public static Optional<Map<String, Member>> dictionary(String value) {
    return parse(value, StructuredField::dictionaryMembers);
  }

  /** A whole field as one item. */
  public static Optional<Member.Item> item(String value) {
    return parse(value, StructuredField::readItem);
  }

  private interface Rule<T> {
    T read(StructuredField field) throws MalformedField;
  }

  /** Section 4.2: spaces around, the rule between, nothing left over. */
  private static <T> Optional<T> parse(String value, Rule<T> rule) {
    if (value.length() > VALUE_MAX) {
      return Optional.empty();
    }
    try {
      StructuredField field = new StructuredField(new Scanner(value));
      field.in.skipSpaces();
      T result = rule.read(field);
      field.in.skipSpaces();
      return field.in.atEnd() ? Optional.of(result) : Optional.empty();
    } catch (MalformedField e) {
      return Optional.empty();
    }
  }

  /** Section 4.2.1. */
  private List<Member> listMembers() throws MalformedField {
    List<Member> members = new ArrayList<>();
    while (!in.atEnd()) {
      members.add(member());
      if (!nextMember()) {
        return members;
      }
    }
    return members;
  }

  /** Section 4.2.2. */
  private Map<String, Member> dictionaryMembers() throws MalformedField {
    Map<String, Member> members = new LinkedHashMap<>();
    while (!in.atEnd()) {
      String key = key();
      Member member =
          in.skip('=') ? member() : new Member.Item(new Bare.Bool(true), readParameters());
      members.remove(key); // the last stands where it came
      members.put(key, member);
      if (!nextMember()) {
        return members;
      }
    }
    return members;
  }

  /** Goes over a comma: false at the end, refused if another member does not follow. */
  private boolean nextMember() throws MalformedField {
    in.skipBlanks();
    if (in.atEnd()) {
      return false;
    }
    in.expect(',');
    in.skipBlanks();
    if (in.atEnd()) {
      throw new MalformedField();
    }
    return true;
  }

  private Member member() throws MalformedField {
    return in.peek() == '(' ? innerList() : readItem();
  }

  /** Section 4.2.1.2. */
  private Member.Inner innerList() throws MalformedField {
    in.expect('(');
    List<Member.Item> items = new ArrayList<>();
    while (true) {
      in.skipSpaces();
      if (in.skip(')')) {
        return new Member.Inner(items, readParameters());
      }
      items.add(readItem());
      int next = in.peek();
      if (next != ' ' && next != ')') {
        throw new MalformedField();
      }
    }
  }

  /** Section 4.2.3. */
  private Member.Item readItem() throws MalformedField {
    Bare value = new BareReader(in).read();
    return new Member.Item(value, readParameters());
  }

  /** Section 4.2.3.2. */
  private Map<String, Bare> readParameters() throws MalformedField {
    Map<String, Bare> parameters = new LinkedHashMap<>();
    while (in.skip(';')) {
      in.skipSpaces();
      String key = key();
      Bare value = in.skip('=') ? new BareReader(in).read() : new Bare.Bool(true);
      parameters.remove(key);
      parameters.put(key, value);
    }
    return parameters;
  }

  /** Section 4.2.3.3. */
  private String key() throws MalformedField {
    int first = in.peek();
    if (first != '*' && !isLower(first)) {
      throw new MalformedField();
    }
    return in.takeWhile(c -> isLower(c) || Scanner.isDigit(c) || "_-.*".indexOf(c) >= 0);
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }
}
