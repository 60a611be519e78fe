package io.tallygate.client.field;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads one bare item; its first character says of which type it is (RFC 9651, 4.2.3.1). */
final class BareReader {

  private static final int INTEGER_DIGITS_MAX = 15;
  private static final int DECIMAL_DIGITS_MAX = 12; // before the point
  private static final int FRACTION_DIGITS_MAX = 3;

  private final Scanner in;

  BareReader(Scanner in) {
    this.in = in;
  }

  Bare read() throws MalformedField {
    int first = in.peek();
    if (first == '-' || Scanner.isDigit(first)) {
      return number();
    }
    if (first == '*' || isAlpha(first)) {
      return token();
    }
    return switch (first) {
      case '"' -> text();
      case ':' -> bytes();
      case '?' -> bool();
      case '@' -> date();
      case '%' -> display();
      default -> throw new MalformedField();
    };
  }

  /** Section 4.2.4. */
  private Bare number() throws MalformedField {
    String sign = in.skip('-') ? "-" : "";
    String digits = in.takeWhile(Scanner::isDigit);
    if (digits.isEmpty()) {
      throw new MalformedField();
    }
    if (!in.skip('.')) {
      if (digits.length() > INTEGER_DIGITS_MAX) {
        throw new MalformedField();
      }
      return new Bare.Int(Long.parseLong(sign + digits));
    }
    String fraction = in.takeWhile(Scanner::isDigit);
    if (digits.length() > DECIMAL_DIGITS_MAX
        || fraction.isEmpty()
        || fraction.length() > FRACTION_DIGITS_MAX) {
      throw new MalformedField();
    }
    return new Bare.Decimal(new BigDecimal(sign + digits + "." + fraction));
  }

  /** Section 4.2.5. */
  private Bare text() throws MalformedField {
    in.expect('"');
    StringBuilder text = new StringBuilder();
    while (true) {
      char c = in.take();
      if (c == '"') {
        return new Bare.Text(text.toString());
      }
      if (c == '\\') {
        c = in.take();
        if (c != '"' && c != '\\') {
          throw new MalformedField();
        }
      }
      if (!isPrintable(c)) {
        throw new MalformedField();
      }
      text.append(c);
    }
  }

  /** Section 4.2.6: a token's characters are those of RFC 9110, and ':' and '/'. */
  private Bare token() {
    return new Bare.Token(
        in.takeWhile(c -> isAlpha(c) || Scanner.isDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0));
  }

  /** Section 4.2.7. Missing padding is not refused, as the section advises. */
  private Bare bytes() throws MalformedField {
    in.expect(':');
    String base64 = in.takeWhile(c -> c != ':');
    in.expect(':');
    try {
      List<Byte> bytes = new ArrayList<>();
      for (byte b : Base64.getDecoder().decode(base64)) {
        bytes.add(b);
      }
      return new Bare.Bytes(List.copyOf(bytes));
    } catch (IllegalArgumentException e) {
      throw new MalformedField();
    }
  }

  /** Section 4.2.8. */
  private Bare bool() throws MalformedField {
    in.expect('?');
    if (in.skip('1')) {
      return new Bare.Bool(true);
    }
    in.expect('0');
    return new Bare.Bool(false);
  }

  /** Section 4.2.9: an integer, no decimal. */
  private Bare date() throws MalformedField {
    in.expect('@');
    if (in.peek() != '-' && !Scanner.isDigit(in.peek())) {
      throw new MalformedField();
    }
    if (number() instanceof Bare.Int integer) {
      return new Bare.Date(integer.value());
    }
    throw new MalformedField();
  }

  /** Section 4.2.10: UTF-8 in two lower-case hex digits a byte, where it is not ASCII. */
  private Bare display() throws MalformedField {
    in.expect('%');
    in.expect('"');
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      char c = in.take();
      if (!isPrintable(c)) {
        throw new MalformedField();
      }
      if (c == '"') {
        return new Bare.Display(utf8(bytes.toByteArray()));
      }
      bytes.write(c == '%' ? hexDigit() * 16 + hexDigit() : c);
    }
  }

  private int hexDigit() throws MalformedField {
    int digit = "0123456789abcdef".indexOf(in.take());
    if (digit < 0) {
      throw new MalformedField();
    }
    return digit;
  }

  private static String utf8(byte[] bytes) throws MalformedField {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedField();
    }
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c <= '~';
  }

  private static boolean isAlpha(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
