package io.tallygate.client.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StructuredFieldTest {

  /** One line per rule of RFC 9651, sections 3 and 4.2; a field with blanks stands in < and >. */
  private static final String TABLE =
      """
      item | 42                       | 42
      item | -42                      | -42
      item | 0042                     | 42
      item | -0                       | 0
      item | 999999999999999          | 999999999999999
      item | -999999999999999         | -999999999999999
      item | 1000000000000000         | malformed
      item | -                        | malformed
      item | --1                      | malformed
      item | +1                       | malformed
      item | < 42 >                   | 42
      item | <\t42>                   | malformed
      item | 4 2                      | malformed
      item | 4.5                      | 4.5
      item | -4.500                   | -4.500
      item | 123456789012.123         | 123456789012.123
      item | 1234567890123.1          | malformed
      item | 1.1234                   | malformed
      item | 1.                       | malformed
      item | .1                       | malformed
      item | 1.1.1                    | malformed
      item | 1e3                      | malformed
      item | "hello world"            | "hello world"
      item | ""                       | ""
      item | "a\\"b\\\\c"             | "a\\"b\\\\c"
      item | "a\\nb"                  | malformed
      item | "a                       | malformed
      item | "a\\                     | malformed
      item | "ü"                      | malformed
      item | 'single'                 | malformed
      item | foo123/456               | foo123/456
      item | *foo:bar                 | *foo:bar
      item | a!#$%&'*+-.^_`~           | a!#$%&'*+-.^_`~
      item | {braces}                 | malformed
      item | :cHJldGVuZA==:           | :cHJldGVuZA==:
      item | ::                       | ::
      item | :cHJldGVuZA:             | :cHJldGVuZA==:
      item | :cHJldGVuZA==            | malformed
      item | :_-:                     | malformed
      item | :a b:                    | malformed
      item | ?1                       | ?1
      item | ?0                       | ?0
      item | ?2                       | malformed
      item | ?                        | malformed
      item | ?true                    | malformed
      item | @1659578233              | @1659578233
      item | @-1                      | @-1
      item | @1659578233.5            | malformed
      item | @                        | malformed
      item | @x                       | malformed
      item | %"f%c3%bc"               | %"fü"
      item | %"f%C3%BC"               | malformed
      item | %"f%c3"                  | malformed
      item | %"f%zz"                  | malformed
      item | %"open                   | malformed
      item | %f                       | malformed
      item | 1;a=2;b                  | 1;a=2;b=?1
      item | 1; a=2                   | 1;a=2
      item | 1 ;a=2                   | malformed
      item | 1;a =2                   | malformed
      item | 1;a= 2                   | malformed
      item | 1;A=2                    | malformed
      item | 1;                       | malformed
      item | 1;a=1;b=2;a=3            | 1;b=2;a=3
      item | 1;*k_-.9=x               | 1;*k_-.9=x
      item | 1, 2                     | malformed
      item | <>                       | malformed
      list | <>                       | []
      list | 1                        | [1]
      list | 1,2                      | [1, 2]
      list | <1 \t,\t 2>              | [1, 2]
      list | 1,                       | malformed
      list | <1, >                    | malformed
      list | ,1                       | malformed
      list | 1,,2                     | malformed
      list | 1 2                      | malformed
      list | (1 2);a, ()              | [(1 2);a=?1, ()]
      list | ( 1  2 )                 | [(1 2)]
      list | ("a";x=1 b)              | [("a";x=1 b)]
      list | (1,2)                    | malformed
      list | (1                       | malformed
      list | (1"a")                   | malformed
      list | (1\t2)                   | malformed
      list | ((1))                    | malformed
      dict | <>                       | {}
      dict | a=1, b=2                 | {a=1, b=2}
      dict | a, b;x=1                 | {a=?1, b=?1;x=1}
      dict | a=1, b=2, a=3            | {b=2, a=3}
      dict | a=(1 2)                  | {a=(1 2)}
      dict | a=                       | malformed
      dict | a= 1                     | malformed
      dict | a=1,                     | malformed
      dict | 1=2                      | malformed
      dict | A=1                      | malformed
      dict | a=1 b=2                  | malformed
      dict | "a"=1                    | malformed
      """;

  static Stream<Arguments> table() {
    return TABLE
        .lines()
        .map(line -> line.split("\\|", 3))
        .map(row -> Arguments.of(row[0].strip(), field(row[1].strip()), row[2].strip()));
  }

  private static String field(String cell) {
    return cell.startsWith("<") ? cell.substring(1, cell.length() - 1) : cell;
  }

  @ParameterizedTest
  @MethodSource("table")
  void field_ofGrammar_isReadOrMalformed(String type, String field, String expected) {
    assertThat(read(type, field)).isEqualTo(expected);
  }

  @Test
  void field_ofMostCharacters_isRead() {
    String most = "a".repeat(StructuredField.VALUE_MAX);
    assertThat(StructuredField.item(most)).isPresent();
    assertThat(StructuredField.item(most + "a")).isEmpty();
  }

  @Test
  void randomFields_writtenAndRead_areTheSame() {
    long seed = 9651;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      List<String> members = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        members.add(randomItem(random));
      }
      assertThat(read("list", String.join(",", members)))
          .as("seed=%s i=%s", seed, i)
          .isEqualTo(members.toString());
    }
  }

  @Test
  void randomBytes_read_neverThrow() {
    long seed = 42;
    Random random = new Random(seed);
    String letters = "ab1(2) \t,;=\"\\:?@%-.*é/0";
    int readable = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      for (String type : List.of("item", "list", "dict")) {
        String result = read(type, text.toString());
        if (!result.equals("malformed")) {
          readable++;
          String again = result.replaceAll("^[\\[{]|[]}]$", "");
          assertThat(read(type, again)).as("seed=%s text=%s", seed, text).isEqualTo(result);
        }
      }
    }
    assertThat(readable).isGreaterThan(1_000);
  }

  private static String randomItem(Random random) {
    StringBuilder item = new StringBuilder(randomBare(random));
    for (int n = random.nextInt(3); n > 0; n--) {
      item.append(";p").append(n).append('=').append(randomBare(random));
    }
    return item.toString();
  }

  private static String randomBare(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Long.toString(random.nextLong(-999_999_999_999_999L, 1_000_000_000_000_000L));
      case 1 -> random.nextInt(1_000_000) + "." + random.nextInt(10, 999);
      case 2 -> "\"name-" + random.nextInt() + "\"";
      case 3 -> "*t" + random.nextInt(1_000);
      case 4 -> random.nextBoolean() ? "?1" : "?0";
      default -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        yield ":" + Base64.getEncoder().encodeToString(bytes) + ":";
      }
    };
  }

  /** The field read and written down again. */
  private static String read(String type, String text) {
    Optional<String> result =
        switch (type) {
          case "item" -> StructuredField.item(text).map(StructuredFieldTest::written);
          case "list" ->
              StructuredField.list(text)
                  .map(it -> it.stream().map(StructuredFieldTest::written).toList().toString());
          default -> StructuredField.dictionary(text).map(StructuredFieldTest::written);
        };
    return result.orElse("malformed");
  }

  private static String written(Map<String, Member> members) {
    List<String> written = new ArrayList<>();
    members.forEach((key, member) -> written.add(key + "=" + written(member)));
    return "{" + String.join(", ", written) + "}";
  }

  private static String written(Member member) {
    StringBuilder text = new StringBuilder();
    if (member instanceof Member.Inner inner) {
      List<String> items = inner.items().stream().map(StructuredFieldTest::written).toList();
      text.append('(').append(String.join(" ", items)).append(')');
    } else if (member instanceof Member.Item item) {
      text.append(written(item.value()));
    }
    member.parameters().forEach((key, value) -> text.append(";" + key + "=" + written(value)));
    return text.toString();
  }

  private static String written(Bare bare) {
    if (bare instanceof Bare.Int integer) {
      return Long.toString(integer.value());
    } else if (bare instanceof Bare.Decimal decimal) {
      return decimal.value().toPlainString();
    } else if (bare instanceof Bare.Text text) {
      return '"' + text.value().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    } else if (bare instanceof Bare.Token token) {
      return token.value();
    } else if (bare instanceof Bare.Bytes bytes) {
      byte[] array = new byte[bytes.value().size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = bytes.value().get(i);
      }
      String base64 = Base64.getEncoder().encodeToString(array);
      return ":" + base64 + ":";
    } else if (bare instanceof Bare.Bool bool) {
      return bool.value() ? "?1" : "?0";
    } else if (bare instanceof Bare.Date date) {
      return "@" + date.second();
    }
    byte[] utf8 = ((Bare.Display) bare).value().getBytes(StandardCharsets.UTF_8);
    return "%\"" + new String(utf8, StandardCharsets.UTF_8) + "\"";
  }
}
