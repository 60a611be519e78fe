package io.tallygate.bench.callers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of a contestant's processes: threads that make calls over and over, in real time.
 *
 * <p>Arguments: the contestant, the address, how many seconds, how many threads, the pause of a
 * thread in nanoseconds. Prints a line when it is warm, reads the start in milliseconds since the
 * epoch, and prints how many calls were served and how many failed.
 */
public final class CallerProcess {

  private static final int WARMUP_CALLS = 200;
  private static final int MILLIS_DIGITS = 13;

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final Contestant.Caller caller;
  private final HttpRequest request;
  private final long endNanos;
  private final long pauseNanos;

  private CallerProcess(
      Contestant.Caller caller, HttpRequest request, long endNanos, long pauseNanos) {
    this.caller = caller;
    this.request = request;
    this.endNanos = endNanos;
    this.pauseNanos = pauseNanos;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Contestant contestant = Contestant.valueOf(args[0]);
    URI uri = URI.create(args[1]);
    HttpClient http = HttpClient.newHttpClient();
    warmUp(http, uri);
    System.out.println("warm");
    long startMillis = Long.parseLong(new String(System.in.readNBytes(MILLIS_DIGITS), US_ASCII));
    long wait = (startMillis - System.currentTimeMillis()) * 1_000_000;
    long start = System.nanoTime() + wait;
    CallerProcess process =
        new CallerProcess(
            contestant.open(http),
            request(uri, contestant.token()),
            start + TimeUnit.SECONDS.toNanos(Long.parseLong(args[2])),
            Long.parseLong(args[4]));
    int threads = Integer.parseInt(args[3]);
    for (int i = 0; i < threads; i++) {
      long first = start + i * process.pauseNanos / threads;
      Thread thread = new Thread(() -> process.work(first));
      thread.setDaemon(true);
      thread.start();
    }
    new CountDownLatch(1).await(process.endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    System.out.println(process.served.get() + " " + process.failed.get());
  }

  /** Loads what all contestants use, with a key of nobody. */
  private static void warmUp(HttpClient http, URI uri) throws IOException, InterruptedException {
    for (int i = 0; i < WARMUP_CALLS; i++) {
      http.send(request(uri, "callers-warm-up"), BodyHandlers.discarding());
    }
  }

  private static HttpRequest request(URI uri, String token) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build();
  }

  private void work(long firstNanos) {
    try {
      long next = firstNanos;
      while (next - endNanos < 0) {
        Contestant.pause((double) (next - System.nanoTime()));
        next = System.nanoTime() + pauseNanos;
        try {
          (caller.call(request) < 300 ? served : failed).incrementAndGet();
        } catch (IOException e) {
          failed.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
