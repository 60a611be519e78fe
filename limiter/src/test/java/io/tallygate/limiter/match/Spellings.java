package io.tallygate.limiter.match;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes ever new spellings of a path, by doing some of what hides an endpoint to it. */
final class Spellings {

  private static final int CHANGES_MAX = 4;

  private static final List<String> IDS =
      List.of(
          "f1",
          "vg_file_8Zk",
          "upload",
          "hydrate",
          "a.b",
          "a%20b",
          "%C3%A9",
          "x;y",
          "admin",
          "a%2Fb",
          "x%5Cy");
  private static final List<String> SLASHES =
      List.of(
          "//",
          "///",
          "\\",
          "%5C",
          "%5c",
          "%2F",
          "%2f",
          "/%2F",
          "%252F",
          "%255C",
          "%C0%AF",
          "%E0%80%AF",
          "%u002f",
          "/\\",
          "\\/",
          "%C1%9C");
  private static final List<String> DOTS =
      List.of(
          "./",
          "x/../",
          "%2e/",
          "x/%2e%2e/",
          "x/.%2E/",
          "x/..;/",
          "x/..;a/",
          "x/%2e%2e;/",
          "x/..%2F",
          "x%2F..%2F",
          "x/%252e%252e/",
          "x\\..\\",
          "x/..%5C",
          "x//../",
          "..;/",
          "x/%C0%AE%C0%AE/",
          "x/..%3B/",
          "x/%2e%2e%2f",
          "..x/../",
          "%u002e/");
  private static final List<String> PARAMS =
      List.of(
          ";",
          ";a=b",
          ";jsessionid=1A",
          "%3B",
          "%3Ba",
          "%253Ba",
          ";a;b",
          ";.",
          ";..",
          ";%2F",
          ";a=%2e%2e",
          ",a",
          ";?");
  private static final List<String> ENDS =
      List.of(
          "/",
          "//",
          "/.",
          "/./",
          "/x/..",
          "/x/../",
          "/%2e",
          "/%2e%2e",
          "%20",
          "%00",
          "%0A",
          "%09",
          "?",
          "?a=b",
          "%3F",
          "%3Fa=b",
          "%253F",
          "#",
          "#x",
          "#/../x",
          "%23",
          "%2523",
          ".",
          ";",
          "\u00A0",
          "%A0",
          "%C2%A0",
          "%2F",
          "%2F.",
          "/;",
          "/;a",
          "\\",
          "%5C",
          "%2F..",
          "+",
          "/%20",
          "%2500",
          "%C0%80",
          "/..;/..",
          "%3F/../x",
          "%23/../x",
          "%");
  private static final List<String> STARTS =
      List.of(
          "/",
          "//",
          "//h",
          "//u@h",
          "//u:p@h:80",
          "/.",
          "/x/..",
          "/%2e",
          "/%2e%2e",
          "/%2f",
          "/\\",
          "/;",
          "/;a",
          "/%5C",
          "/x/%2e%2e",
          "/\\h",
          "/..",
          "/..;",
          "//h/..",
          "/x//..",
          "/%20");
  private static final List<String> UPS =
      List.of(
          "/..",
          "/%2e%2e",
          "/.%2e",
          "/..;a",
          "/%2E%2E;",
          "%2F..",
          "\\..",
          "%5C..",
          "/%252e%252e",
          "/..%2F..",
          "%2f%2e%2e",
          "/%C0%AE.");
  private static final List<String> CUTS =
      List.of("%3F", "#", "%23", "%253F", ";", "%3B", "%00", "%2500", "%20", "?");

  private final Random random;

  Spellings(Random random) {
    this.random = random;
  }

  /** A plain path of a pattern. */
  String plain(String pattern) {
    String path = pattern;
    while (path.contains("{")) {
      path = path.replaceFirst("[{]\\w+[}]", pick(IDS));
    }
    return path;
  }

  /** A changed path. Most servers will not know many of them; a char is a byte. */
  String of(String path) {
    String spelling = path;
    for (int i = random.nextInt(CHANGES_MAX); i >= 0; i--) {
      spelling = change(spelling);
    }
    return spelling;
  }

  private String change(String path) {
    int at = 1 + random.nextInt(Math.max(path.length() - 1, 1));
    return switch (random.nextInt(16)) {
      case 0 -> flipCases(path);
      case 1, 2 -> replaceChar(path, at, "%%%02" + (random.nextBoolean() ? "X" : "x"));
      case 3 -> replaceChar(path, at, "%%25%02X");
      case 4 -> replaceChar(path, at, "%%u%04x");
      case 5 -> overlong(path, at);
      case 6 -> encodeAfter(path, at);
      case 7 -> insertAfterSlash(path, pick(DOTS));
      case 8, 9 -> replaceSlash(path, pick(SLASHES));
      case 10 -> insertBeforeSlash(path, pick(PARAMS));
      case 11 -> path + pick(ENDS);
      case 12 -> pick(STARTS) + path;
      case 13 -> foreignLetter(path);
      case 14 -> detour(path);
      default -> path + pick(CUTS) + pick(List.of("", "x", "/x", "/../x", "/../../v1/files"));
    };
  }

  private String flipCases(String path) {
    StringBuilder flipped = new StringBuilder(path);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (letter && random.nextInt(4) == 0) {
        flipped.setCharAt(i, (char) (c ^ ('a' - 'A')));
      }
    }
    return flipped.toString();
  }

  private static String replaceChar(String path, int at, String format) {
    if (at >= path.length()) {
      return path;
    }
    return path.substring(0, at)
        + String.format(format, (int) path.charAt(at))
        + path.substring(at + 1);
  }

  private static String overlong(String path, int at) {
    if (at >= path.length() || path.charAt(at) >= 0x80) {
      return path;
    }
    int c = path.charAt(at);
    String bytes = String.format("%%%02X%%%02X", 0xC0 | (c >> 6), 0x80 | (c & 0x3F));
    return path.substring(0, at) + bytes + path.substring(at + 1);
  }

  private static String encodeAfter(String path, int at) {
    StringBuilder out = new StringBuilder(path.substring(0, Math.min(at, path.length())));
    for (int i = out.length(); i < path.length(); i++) {
      char c = path.charAt(i);
      out.append(c == '/' ? "/" : String.format("%%%02x", (int) c));
    }
    return out.toString();
  }

  private String insertAfterSlash(String path, String what) {
    int at = slash(path) + 1;
    return path.substring(0, at) + what + path.substring(at);
  }

  private String insertBeforeSlash(String path, String what) {
    int slash = slash(path);
    int at = slash == 0 ? path.length() : slash;
    return path.substring(0, at) + what + path.substring(at);
  }

  private String replaceSlash(String path, String what) {
    int at = slash(path);
    // A path starts with a slash: what stands for the first one comes after it.
    int from = at == 0 && what.charAt(0) != '/' ? 1 : at;
    return path.substring(0, from) + what + path.substring(at + 1);
  }

  private int slash(String path) {
    int at = random.nextInt(path.length());
    return Math.max(path.lastIndexOf('/', at), 0);
  }

  private String foreignLetter(String path) {
    String[][] letters = {
      {"k", "\u212A"},
      {"s", "\u017F"},
      {"i", "\u0131"},
      {"i", "\u0130"},
      {"fi", "\uFB01"},
      {"p", "\uFF50"},
      {"ss", "\u00DF"}
    };
    String[] letter = letters[random.nextInt(letters.length)];
    byte[] utf8 = letter[1].getBytes(StandardCharsets.UTF_8);
    StringBuilder bytes = new StringBuilder();
    boolean encoded = random.nextInt(3) > 0;
    for (byte b : utf8) {
      bytes.append(encoded ? String.format("%%%02X", b & 0xFF) : (char) (b & 0xFF));
    }
    int at = path.indexOf(letter[0]);
    return at < 0 ? path : path.substring(0, at) + bytes + path.substring(at + letter[0].length());
  }

  /** Through another endpoint and back up again. */
  private String detour(String path) {
    String other = plain(pick(VideoGenShape.SERVED).endpoint().pattern());
    int depth = (int) other.chars().filter(c -> c == '/').count() + random.nextInt(3) - 1;
    return other + pick(UPS).repeat(Math.max(depth, 1)) + path;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
