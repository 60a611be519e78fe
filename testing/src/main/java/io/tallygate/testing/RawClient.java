package io.tallygate.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection that sends just the bytes it is given, and reads one response after the other. */
public final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * What came back.
   *
   * @param fields by lower-case name; repeated ones joined by ", "
   */
  public record Response(int status, Map<String, String> fields, String body) {

    public String field(String name) {
      return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    public long number(String name) {
      return Long.parseLong(field(name));
    }

    public long limit() {
      return number("X-RateLimit-Limit");
    }

    public long remaining() {
      return number("X-RateLimit-Remaining");
    }

    public long reset() {
      return number("X-RateLimit-Reset");
    }
  }

  public RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket(reachable(address.getAddress()), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  /** Who listens everywhere also listens here. */
  private static InetAddress reachable(InetAddress address) {
    return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
  }

  /** A request without a body, with these field lines. */
  public Response call(String method, String path, String... fields) throws IOException {
    send(head(method, path, List.of(fields)));
    return read(method);
  }

  public static String head(String method, String path, List<String> fields) {
    StringBuilder head = new StringBuilder(128);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: api.example\r\n");
    fields.forEach(field -> head.append(field).append("\r\n"));
    boolean hasBody = fields.stream().anyMatch(field -> field.startsWith("Content-Length"));
    if (!hasBody && !method.equals("GET") && !method.equals("HEAD")) {
      head.append("Content-Length: 0\r\n");
    }
    return head.append("\r\n").toString();
  }

  public void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  public OutputStream out() {
    return out;
  }

  public InputStream in() {
    return in;
  }

  public Response read(String method) throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    Map<String, String> fields = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    return new Response(status, fields, none ? "" : body(fields));
  }

  private String body(Map<String, String> fields) throws IOException {
    if (fields.containsKey("content-length")) {
      return text(in.readNBytes(Integer.parseInt(fields.get("content-length"))));
    }
    if (!fields.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return text(in.readAllBytes());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(in.readNBytes(size));
      line();
    }
    line();
    return text(body.toByteArray());
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended: line=" + line);
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the other side has closed; waits until it says something. */
  public boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
