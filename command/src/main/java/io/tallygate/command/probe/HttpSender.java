package io.tallygate.command.probe;

import io.tallygate.command.probe.Fields.Field;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sends each request once, over HTTP/1.1 on a connection of its own. */
final class HttpSender implements Sender {

  /*
   * Not with the JDK's clients: both send a GET again, unseen, when a connection is closed before
   * an answer, and the API would have counted two calls where we know of one.
   */

  /** How long a head may be, in bytes. */
  static final int HEAD_MAX = 64 << 10;

  /** How much of a body is read; then the connection is closed. */
  static final int BODY_MAX = 64 << 10;

  private static final int INTERIM_MAX = 8; // answers of 1xx before the real one
  private static final int SILENCE_MILLIS = 500; // in a body of unknown length, its end
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9][0-9])(?: .*)?");

  private final Target target;

  HttpSender(Target target) {
    this.target = target;
  }

  @Override
  public Answer send(Request request, Duration timeout) throws InterruptedException {
    Socket socket = new Socket();
    FutureTask<Answer> exchange = new FutureTask<>(() -> exchange(socket, request, timeout));
    Thread thread = new Thread(exchange, "tallygate-probe");
    thread.setDaemon(true);
    thread.start();
    try {
      return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return noneIn(timeout);
    } catch (ExecutionException e) {
      return failed(e.getCause(), timeout);
    } finally {
      close(socket); // ends the thread, wherever it stands
    }
  }

  @Override
  public boolean hasKey() {
    return target.hasKey();
  }

  private Answer exchange(Socket socket, Request request, Duration timeout) throws IOException {
    int millis = Math.toIntExact(timeout.toMillis());
    socket.connect(new InetSocketAddress(target.host(), target.port()), millis);
    socket.setSoTimeout(millis);
    Socket link = target.isTls() ? secured(socket) : socket;
    link.getOutputStream().write(text(request).getBytes(StandardCharsets.ISO_8859_1));
    link.getOutputStream().flush();
    InputStream in = new BufferedInputStream(link.getInputStream());
    for (int i = 0; i <= INTERIM_MAX; i++) {
      List<String> head = head(in);
      Matcher status = STATUS.matcher(head.get(0));
      if (!status.matches()) {
        throw new IOException("no HTTP/1.1");
      }
      int code = Integer.parseInt(status.group(1));
      if (code >= 200) {
        link.setSoTimeout(SILENCE_MILLIS);
        drain(in, bodyBytes(request, code, head));
        return Answer.of(code, fields(head));
      }
    }
    throw new IOException("too many interim answers");
  }

  private Socket secured(Socket socket) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket tls = (SSLSocket) factory.createSocket(socket, target.host(), target.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must be the host's
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private String text(Request request) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(target.authority()).append("\r\n");
    text.append("User-Agent: tallygate-probe\r\nAccept: */*\r\nConnection: close\r\n");
    request.conditions().forEach(field -> text.append(field).append("\r\n"));
    if (request.hasKey() && target.hasKey()) {
      text.append(new Field(target.keyHeader(), target.keyValue())).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** The lines of a head. */
  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < HEAD_MAX; i++) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("the connection was closed before an answer");
      }
      if (read != '\n') {
        line.append((char) read);
        continue;
      }
      String text = line.toString().stripTrailing();
      if (text.isEmpty() && !lines.isEmpty()) {
        return lines;
      }
      lines.add(text);
      line.setLength(0);
    }
    throw new IOException("the answer's head is longer than " + HEAD_MAX + " bytes");
  }

  private Fields fields(List<String> head) {
    List<Field> fields = new ArrayList<>();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      if (colon > 0 && Fields.isTelling(line.substring(0, colon))) {
        String name = target.safe(line.substring(0, colon));
        fields.add(new Field(name, target.safe(line.substring(colon + 1).strip())));
      }
    }
    return new Fields(fields);
  }

  private static int bodyBytes(Request request, int status, List<String> head) {
    if (request.method().equals("HEAD") || status == 204 || status == 304) {
      return 0;
    }
    return head.stream()
        .filter(line -> line.matches("(?i)content-length: *[0-9]{1,9}"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
        .map(length -> Math.min(length, BODY_MAX))
        .findFirst()
        .orElse(BODY_MAX);
  }

  /** Reads a body away, so that an ordinary one is not cut off; the head is all that we want. */
  private static void drain(InputStream in, int bytes) {
    try {
      in.readNBytes(bytes);
    } catch (IOException e) {
      // It broke or it fell silent; the head has come.
    }
  }

  private Answer failed(@Nullable Throwable cause, Duration timeout) {
    if (cause instanceof SocketTimeoutException) {
      return noneIn(timeout);
    }
    if (cause instanceof ConnectException) {
      return Answer.none("no connection");
    }
    if (cause instanceof UnknownHostException) {
      return Answer.none("no such host");
    }
    String why = cause == null ? null : cause.getMessage();
    return Answer.none(target.safe(why == null ? "failed" : why));
  }

  private static Answer noneIn(Duration timeout) {
    return Answer.none("no answer in " + timeout.toMillis() + " ms");
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
