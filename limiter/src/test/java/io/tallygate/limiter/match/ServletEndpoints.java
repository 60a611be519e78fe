package io.tallygate.limiter.match;

import io.tallygate.limiter.match.VideoGenShape.Served;
import io.tallygate.limiter.policy.Endpoint;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The endpoints in a servlet container: chosen by servlet mapping, and by the two ways in which
 * frameworks on it read a path themselves: segment by segment, or decoded as a whole. Each answers
 * with an endpoint of its own; all have to fit.
 */
final class ServletEndpoints {

  private ServletEndpoints() {}

  /** A servlet for each literal pattern, and for what all patterns with a parameter start with. */
  static Map<String, HttpServlet> servlets() {
    Map<String, HttpServlet> servlets = new TreeMap<>();
    VideoGenShape.SERVED.stream()
        .collect(Collectors.groupingBy(ServletEndpoints::mapping))
        .forEach((mapping, served) -> servlets.put(mapping, new MappedServlet(served)));
    return servlets;
  }

  static Filter frameworks() {
    return new FrameworkFilter();
  }

  private static String mapping(Served served) {
    String pattern = served.endpoint().pattern();
    int at = pattern.indexOf('{');
    return at < 0 ? pattern.equals("/") ? "" : pattern : pattern.substring(0, at) + "*";
  }

  /** Chooses among the endpoints of its mapping by what Tomcat says the path is. */
  private static final class MappedServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient List<Served> endpoints;

    MappedServlet(List<Served> endpoints) {
      this.endpoints = endpoints;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String info = request.getPathInfo() == null ? "" : request.getPathInfo();
      List<String> path = split(request.getServletPath() + info);
      answer(response, find(endpoints, request.getMethod(), path));
    }
  }

  /** What frameworks would choose that read the path as it was sent. */
  private static final class FrameworkFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      HttpServletRequest http = (HttpServletRequest) request;
      String uri = http.getRequestURI();
      List<String> bySegment =
          split(uri).stream().map(FrameworkFilter::strip).map(FrameworkFilter::decode).toList();
      String stripped =
          split(uri).stream().map(FrameworkFilter::strip).collect(Collectors.joining("/", "/", ""));
      String whole = decode(stripped);
      for (List<String> path : List.of(bySegment, words(whole), words(decode(whole)))) {
        answer((HttpServletResponse) response, find(VideoGenShape.SERVED, http.getMethod(), path));
      }
      chain.doFilter(request, response);
    }

    private static String strip(String segment) {
      int at = segment.indexOf(';');
      return at < 0 ? segment : segment.substring(0, at);
    }

    private static String decode(String text) {
      try {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return text;
      }
    }

    /** The segments that are not empty, without blanks around them. */
    private static List<String> words(String path) {
      return Arrays.stream(path.split("/", -1))
          .map(String::strip)
          .filter(segment -> !segment.isEmpty())
          .toList();
    }
  }

  private static List<String> split(String path) {
    List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    segments.remove(segments.size() - 1);
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (!last.isEmpty()) {
      segments.add(last);
    }
    return segments;
  }

  private static Optional<Endpoint> find(List<Served> among, String method, List<String> path) {
    String same = method.equals("HEAD") ? "GET" : method;
    return among.stream()
        .map(Served::endpoint)
        .filter(endpoint -> endpoint.method().equals(same) && fits(endpoint.segments(), path))
        .findFirst();
  }

  private static boolean fits(List<String> pattern, List<String> path) {
    boolean fits = pattern.size() == path.size();
    for (int i = 0; fits && i < pattern.size(); i++) {
      String segment = path.get(i);
      fits =
          Endpoint.isParam(pattern.get(i))
              ? !segment.isEmpty()
              : pattern.get(i).equalsIgnoreCase(segment);
    }
    return fits;
  }

  private static void answer(HttpServletResponse response, Optional<Endpoint> endpoint) {
    endpoint.ifPresent(found -> response.addHeader("X-Endpoint", found.toString()));
  }
}
