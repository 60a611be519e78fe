package io.tallygate.gateway.dashboard;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * How long a browser may keep a thread waiting. The server's own idle time does not do: it begins
 * anew with each byte. Who is too slow loses the connection, at which what waits for it goes on.
 * Thread-safe.
 */
final class Patience implements AutoCloseable {

  /** From the moment when a form's body is read until all of it is there. */
  static final Duration FORM_MAX = Duration.ofSeconds(5);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tallygate-patience");
            thread.setDaemon(true);
            return thread;
          });

  /** Takes in a form, which after this is read without waiting. */
  void awaitForm(Context context) {
    try {
      whileWaiting(context, FORM_MAX, context::bodyAsBytes);
    } catch (HttpResponseException e) {
      throw e; // it is too long
    } catch (Exception e) {
      throw new Refusal(408, "The form took longer than %s s.".formatted(FORM_MAX.toSeconds()));
    }
  }

  /** Does what waits for a browser. */
  void whileWaiting(Context context, Duration max, Runnable work) {
    EndPoint browser =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    ScheduledFuture<?> end =
        clock.schedule(() -> browser.close(), max.toMillis(), TimeUnit.MILLISECONDS);
    try {
      work.run();
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
