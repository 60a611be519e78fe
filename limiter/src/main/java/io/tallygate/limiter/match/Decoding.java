package io.tallygate.limiter.match;

import java.nio.charset.StandardCharsets;

/** Undoes the ways in which a path can hide a character. A char is a byte here. */
final class Decoding {

  private Decoding() {}

  /** What becomes of a slash that was hidden. */
  enum Slash {
    /** It parts segments, as in servers that decode first and split then. */
    SPLITS,
    /** It stays encoded, as in servers that split first and decode each segment then. */
    STAYS
  }

  /** {@code %41} is A. What is no such triplet stays. */
  static String percent(String path, Slash slash) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      int value = path.charAt(i) == '%' ? hex(path, i + 1, 2) : -1;
      if (value < 0 || stays(value, slash)) {
        out.append(path.charAt(i));
      } else {
        out.append((char) value);
        i += 2;
      }
    }
    return out.toString();
  }

  /** {@code %u0041} is A, as on some servers of Windows. */
  static String percentU(String path, Slash slash) {
    if (!path.contains("%u") && !path.contains("%U")) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      boolean begins = path.startsWith("%u", i) || path.startsWith("%U", i);
      int value = begins ? hex(path, i + 2, 4) : -1;
      if (value < 0 || stays(value, slash)) {
        out.append(path.charAt(i));
      } else {
        out.append(utf8(String.valueOf((char) value)));
        i += 5;
      }
    }
    return out.toString();
  }

  /** {@code C1 81} is A: UTF-8 that spends more bytes on an ASCII character than it needs. */
  static String overlong(String path, Slash slash) {
    int i = 0;
    while (i < path.length() && overlongLength(path.charAt(i)) == 0) {
      i++;
    }
    if (i == path.length()) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length()).append(path, 0, i);
    for (; i < path.length(); i++) {
      int length = overlongLength(path.charAt(i));
      int value = length == 0 ? -1 : overlongValue(path, i, length);
      if (value < 0 || stays(value, slash)) {
        out.append(path.charAt(i));
      } else {
        out.append((char) value);
        i += length - 1;
      }
    }
    return out.toString();
  }

  /** How many bytes such a sequence has that starts with this byte; 0 if none does. */
  private static int overlongLength(char lead) {
    return switch (lead) {
      case 0xC0, 0xC1 -> 2;
      case 0xE0 -> 3;
      case 0xF0 -> 4;
      case 0xF8 -> 5;
      case 0xFC -> 6;
      default -> 0;
    };
  }

  private static int overlongValue(String path, int at, int length) {
    if (at + length > path.length()) {
      return -1;
    }
    int value = path.charAt(at) == 0xC1 ? 1 : 0;
    for (int i = at + 1; i < at + length; i++) {
      if ((path.charAt(i) & 0xC0) != 0x80) {
        return -1;
      }
      value = value << 6 | (path.charAt(i) & 0x3F);
    }
    return value < 0x80 ? value : -1;
  }

  private static boolean stays(int value, Slash slash) {
    return value == '/' && slash == Slash.STAYS;
  }

  private static int hex(String path, int from, int digits) {
    if (from + digits > path.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      char c = path.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** The UTF-8 bytes of a text, each a char. */
  static String utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The text of which these are the UTF-8 bytes; what is none becomes U+FFFD. */
  static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
