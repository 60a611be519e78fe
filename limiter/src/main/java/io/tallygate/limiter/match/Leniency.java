package io.tallygate.limiter.match;

import io.tallygate.limiter.match.Decoding.Slash;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The things that some server does to a path before it looks for an endpoint. Each may happen or
 * not, in any order. A char of a path is a byte here; a path starts with a slash and still does
 * afterwards.
 */
enum Leniency {
  /** {@code \} is a slash: servers of Windows, and parsers that follow the URL standard. */
  BACKSLASHES_TURNED,
  /** {@code //} is one slash. */
  SLASHES_MERGED,
  /** {@code /a/../b} is {@code /b} (RFC 3986, section 5.2.4). */
  DOTS_RESOLVED,
  /** {@code /a;v=1/b} is {@code /a/b}: servlet containers. */
  PARAMS_STRIPPED,
  /** A {@code ?} that was hidden ends the path: a proxy that passes the decoded path on. */
  QUERY_CUT,
  /** A {@code #} ends the path. */
  FRAGMENT_CUT,
  /**
   * {@code //host/a} is {@code /a}, and so is {@code ///host/a}: the path is parsed as a reference
   * (RFC 3986, section 4.2; the URL standard skips further slashes).
   */
  AUTHORITY_DROPPED,
  /** Blanks around a segment are no part of it. */
  BLANKS_TRIMMED,
  OVERLONG_DECODED,
  OVERLONG_DECODED_IN_SEGMENTS,
  PERCENT_U_DECODED,
  PERCENT_U_DECODED_IN_SEGMENTS,
  /** Full-width letters, ligatures and their like are plain letters (Unicode's form KC). */
  FORMS_FOLDED,
  /** The Kelvin sign is a k, a long s is an s: letter case is ignored beyond ASCII. */
  CASE_FOLDED;

  /** The path afterwards; equal to the one before if nothing of the kind stands in it. */
  String applyTo(String path) {
    return switch (this) {
      case BACKSLASHES_TURNED -> path.replace('\\', '/');
      case SLASHES_MERGED -> mergeSlashes(path);
      case DOTS_RESOLVED -> resolveDots(path);
      case PARAMS_STRIPPED -> stripParams(path);
      case QUERY_CUT -> cut(path, '?');
      case FRAGMENT_CUT -> cut(path, '#');
      case AUTHORITY_DROPPED -> dropAuthority(path);
      case BLANKS_TRIMMED -> trimSegments(path);
      case OVERLONG_DECODED -> Decoding.overlong(path, Slash.SPLITS);
      case OVERLONG_DECODED_IN_SEGMENTS -> Decoding.overlong(path, Slash.STAYS);
      case PERCENT_U_DECODED -> Decoding.percentU(path, Slash.SPLITS);
      case PERCENT_U_DECODED_IN_SEGMENTS -> Decoding.percentU(path, Slash.STAYS);
      case FORMS_FOLDED -> eachText(path, Leniency::foldForms);
      case CASE_FOLDED -> eachText(path, Leniency::foldCase);
    };
  }

  private static String mergeSlashes(String path) {
    if (!path.contains("//")) {
      return path;
    }
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '/' || i == 0 || path.charAt(i - 1) != '/') {
        out.append(path.charAt(i));
      }
    }
    return out.toString();
  }

  private static String resolveDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    List<String> kept = new ArrayList<>();
    boolean endsOpen = false;
    for (String segment : segments(path)) {
      endsOpen = segment.equals(".") || segment.equals("..");
      if (!endsOpen) {
        kept.add(segment);
      } else if (segment.equals("..") && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      }
    }
    if (endsOpen) {
      kept.add("");
    }
    return join(kept);
  }

  private static String stripParams(String path) {
    return path.indexOf(';') < 0 ? path : eachSegment(path, Leniency::stripParam);
  }

  private static String stripParam(String segment) {
    int at = segment.indexOf(';');
    return at < 0 ? segment : segment.substring(0, at);
  }

  private static String cut(String path, char end) {
    int at = path.indexOf(end);
    return at < 0 ? path : path.substring(0, at);
  }

  private static String dropAuthority(String path) {
    if (!path.startsWith("//")) {
      return path;
    }
    int authority = 2;
    while (authority < path.length() && path.charAt(authority) == '/') {
      authority++;
    }
    int at = path.indexOf('/', authority);
    return at < 0 ? "/" : path.substring(at);
  }

  private static String trimSegments(String path) {
    boolean blank = path.indexOf(' ') >= 0 || path.indexOf(0xA0) >= 0;
    return blank ? eachSegment(path, Leniency::trim) : path;
  }

  private static String trim(String segment) {
    int from = 0;
    int to = segment.length();
    while (from < to && isBlank(segment.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(segment.charAt(to - 1))) {
      to--;
    }
    return segment.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == 0xA0;
  }

  private static String foldForms(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Upper case first, for what only upper case makes alike: ß and SS, a ligature and its two. */
  private static String foldCase(String text) {
    StringBuilder folded = new StringBuilder(text.toUpperCase(Locale.ROOT));
    for (int i = 0; i < folded.length(); i++) {
      folded.setCharAt(i, Character.toLowerCase(folded.charAt(i)));
    }
    return folded.toString();
  }

  /** Segments beyond ASCII, as text. One that would change the path's structure stays. */
  private static String eachText(String path, UnaryOperator<String> change) {
    return isAscii(path) ? path : eachSegment(path, segment -> changeText(segment, change));
  }

  private static String changeText(String segment, UnaryOperator<String> change) {
    if (isAscii(segment)) {
      return segment;
    }
    String changed = change.apply(Decoding.text(segment));
    return hasStructure(changed) ? segment : Decoding.utf8(changed);
  }

  private static boolean hasStructure(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      if ("/\\;?#%".indexOf(segment.charAt(i)) >= 0) {
        return true;
      }
    }
    return segment.isEmpty() || segment.equals(".") || segment.equals("..");
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String eachSegment(String path, UnaryOperator<String> change) {
    List<String> segments = segments(path);
    segments.replaceAll(change);
    return join(segments);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int from = 1;
    for (int to = path.indexOf('/', 1); to >= 0; to = path.indexOf('/', from)) {
      segments.add(path.substring(from, to));
      from = to + 1;
    }
    segments.add(path.substring(from));
    return segments;
  }

  private static String join(List<String> segments) {
    return "/" + String.join("/", segments);
  }
}
