package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Polling is answered from memory. */
@Timeout(60)
final class PollingIT {

  private static final int THREADS = 4;
  private static final int EACH = Integer.getInteger("polls", 2_500);

  @TempDir Path folder;

  @Test
  void polling_withTheDataFolderGone_isAnswered() throws Exception {
    try (TestSandbox sandbox = TestSandbox.in(folder)) {
      String id = sandbox.ada().start("generate-image", "{\"prompt\":\"p\"}");
      sandbox.ada().await(id, "succeeded");
      Path data = folder.resolve("data");
      Path away = folder.resolve("away");
      Files.move(data, away); // who opens anything now fails
      try {
        sandbox.ada().execution(id);
        long begun = System.nanoTime();
        poll(sandbox.sandbox.address(), id);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf("polls=%s per second=%.0f%n", THREADS * EACH, THREADS * EACH / seconds);
      } finally {
        Files.move(away, data);
      }
    }
  }

  private static void poll(String address, String id) throws Exception {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<Integer> polling = () -> pollOn(port, id);
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        counts.add(threads.submit(polling));
      }
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isEqualTo(EACH);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int pollOn(int port, String id) throws IOException {
    byte[] request =
        ("GET /v1/tools/executions/"
                + id
                + " HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer vg_key_of_ada\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    int good = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; i < EACH; i++) {
        out.write(request);
        if (isGood(in)) {
          good++;
        }
      }
    }
    return good;
  }

  private static boolean isGood(InputStream in) throws IOException {
    boolean good = line(in).startsWith("HTTP/1.1 200");
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return good && body.contains("\"succeeded\"");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("server hung up");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
