package io.tallygate.bench.watching;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers on some connections, one call after the other, with many keys. */
final class Load {

  private static final int CONNECTIONS = 16;
  private static final int KEYS = 10_000;
  private static final int REFUSED_OF = 8; // one of so many calls has a limit that is soon used up
  private static final int NANOS_MAX = 4_000_000;

  private Load() {}

  /** What came of it; latencies in nanoseconds. */
  record Answered(long calls, double seconds, long median, long slow) {

    double perSecond() {
      return calls / seconds;
    }
  }

  static Answered run(int port, Duration time, long seed) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try {
      List<Callable<long[]>> callers = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        long own = seed * CONNECTIONS + i;
        callers.add(() -> call(port, end, new Random(own)));
      }
      List<long[]> all = new ArrayList<>();
      for (Future<long[]> caller : threads.invokeAll(callers)) {
        all.add(caller.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      return new Answered(
          nanos.length, seconds, nanos[nanos.length / 2], nanos[nanos.length * 99 / 100]);
    } catch (ExecutionException e) {
      throw new IOException("call must be answered", e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  private static long[] call(int port, long endNanos, Random random) throws IOException {
    long[] nanos = new long[1 << 10];
    int calls = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      long before = System.nanoTime();
      while (before < endNanos && calls < NANOS_MAX) {
        socket.getOutputStream().write(request(random));
        skipResponse(in);
        long now = System.nanoTime();
        if (calls == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * calls);
        }
        nanos[calls++] = now - before;
        before = now;
      }
    }
    return Arrays.copyOf(nanos, calls);
  }

  private static byte[] request(Random random) {
    int key = random.nextInt(KEYS);
    String line =
        random.nextInt(REFUSED_OF) == 0
            ? "DELETE /v1/webhooks/endpoints/1"
            : "GET /v1/files/file_" + key;
    return "%s HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer key_%d\r\n\r\n"
        .formatted(line, key)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void skipResponse(InputStream in) throws IOException {
    int length = 0;
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("gateway must answer");
      }
      if (one != '\n') {
        line.append((char) one);
        continue;
      }
      String text = line.toString().stripTrailing();
      line.setLength(0);
      if (text.isEmpty()) {
        in.skipNBytes(length);
        return;
      }
      if (text.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(text.substring(15).strip());
      }
    }
  }
}
