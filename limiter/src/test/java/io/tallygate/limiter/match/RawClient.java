package io.tallygate.limiter.match;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends request targets exactly as given, over one connection for as long as the server keeps it.
 */
final class RawClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int LINE_MAX = 16_384;

  private final int port;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  /** An answer's status and the values of its {@code X-Endpoint} fields; 0 if none came. */
  record Answer(int status, List<String> endpoints) {}

  RawClient(int port) {
    this.port = port;
  }

  /**
   * Sends one request without a body.
   *
   * @param target a char is a byte
   */
  Answer send(String method, String target) throws IOException {
    String head = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    byte[] request = (head + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    boolean reused = socket != null;
    try {
      return exchange(method, request);
    } catch (IOException e) {
      close();
      if (!reused || e instanceof SocketTimeoutException) {
        return new Answer(0, List.of());
      }
    }
    // The server may have closed the connection after its last answer: once more on a new one.
    try {
      return exchange(method, request);
    } catch (IOException e) {
      close();
      return new Answer(0, List.of());
    }
  }

  private Answer exchange(String method, byte[] request) throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout(TIMEOUT_MILLIS);
      open.setTcpNoDelay(true);
      in = new BufferedInputStream(open.getInputStream());
      socket = open;
    }
    open.getOutputStream().write(request);
    int status = status(line());
    List<String> endpoints = new ArrayList<>();
    int length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      String value = line.substring(line.indexOf(':') + 1).strip();
      switch (name) {
        case "x-endpoint" -> endpoints.add(value);
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = true;
        case "connection" -> last = value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    if (last) {
      close();
    } else if (!method.equals("HEAD")) {
      skipBody(chunked, length);
    }
    return new Answer(status, endpoints);
  }

  /** A server that takes a request for one of HTTP/0.9 answers without a status. */
  private static int status(String line) throws IOException {
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new IOException("no status: line=" + line);
    }
    return Integer.parseInt(words[1]);
  }

  private void skipBody(boolean chunked, int length) throws IOException {
    if (!chunked) {
      in.skipNBytes(length);
      return;
    }
    int chunk;
    do {
      chunk = Integer.parseInt(line(), 16);
      in.skipNBytes(chunk);
      line();
    } while (chunk > 0);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > LINE_MAX) {
        throw new EOFException("no whole line: " + line);
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
