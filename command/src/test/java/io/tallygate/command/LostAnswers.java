package io.tallygate.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server on which the first answers to a POST are lost, once they were given. */
final class LostAnswers implements AutoCloseable {

  private static final int PART_BYTES = 1 << 16;

  private final URI server;
  private final int count;
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger lost = new AtomicInteger();

  LostAnswers(String server, int count) throws IOException {
    this.server = URI.create(server);
    this.count = count;
    run(
        () -> {
          while (true) {
            Socket client = socket.accept();
            run(() -> join(client));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has gone
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void join(Socket client) throws IOException {
    AtomicBoolean posted = new AtomicBoolean();
    try (client;
        Socket there = new Socket(server.getHost(), server.getPort())) {
      run(
          () -> {
            InputStream request = client.getInputStream();
            byte[] part = new byte[PART_BYTES];
            for (int bytes = request.read(part); bytes > 0; bytes = request.read(part)) {
              posted.compareAndSet(
                  false,
                  new String(part, 0, bytes, StandardCharsets.ISO_8859_1).startsWith("POST"));
              there.getOutputStream().write(part, 0, bytes);
            }
          });
      InputStream answer = there.getInputStream();
      byte[] part = new byte[PART_BYTES];
      for (int bytes = answer.read(part); bytes > 0; bytes = answer.read(part)) {
        if (posted.get() && lost.get() < count) {
          lost.incrementAndGet();
          return; // it was given, and closed without a byte of it
        }
        client.getOutputStream().write(part, 0, bytes);
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  int lost() {
    return lost.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
