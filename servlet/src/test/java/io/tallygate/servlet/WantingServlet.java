package io.tallygate.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that does what its callers ask it to by {@code X-Want}, and counts its calls. */
final class WantingServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final AtomicInteger calls = new AtomicInteger();
  private final Semaphore holding = new Semaphore(0);
  private final transient BlockingQueue<AsyncContext> held = new LinkedBlockingQueue<>();

  /** Waits until one more call holds; whether it does so soon. */
  boolean awaitHeld() throws InterruptedException {
    return holding.tryAcquire(1, 2, TimeUnit.SECONDS);
  }

  /** Lets a call end that was asked to hold; waits for one. */
  void release() throws InterruptedException {
    AsyncContext context = Objects.requireNonNull(held.poll(10, TimeUnit.SECONDS));
    context.complete();
  }

  int calls() {
    return calls.get();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getDispatcherType() != DispatcherType.REQUEST) {
      response.getOutputStream().print("again");
      return;
    }
    calls.incrementAndGet();
    String want = request.getHeader("X-Want");
    switch (want == null ? "nothing" : want) {
      case "nothing" -> response.getOutputStream().print("hello");
      case "throw" -> throw new ServletException("as wanted");
      case "error" -> response.sendError(418);
      case "redirect" -> response.sendRedirect("/elsewhere");
      case "reset" -> {
        response.reset();
        response.setStatus(202);
      }
      case "forward" -> request.getRequestDispatcher("/forwarded").forward(request, response);
      case "async" -> answerLater(request.startAsync(request, response));
      case "bare-async" -> answerLater(request.startAsync());
      case "dispatch" -> request.startAsync(request, response).dispatch();
      case "hold" -> {
        held.add(request.startAsync(request, response));
        holding.release();
      }
      case "fields" -> setFields(response);
      case "cors" -> {
        response.setHeader("access-control-allow-origin", "*");
        response.setHeader("Access-Control-Expose-Headers", "X-Mine");
      }
      default -> response.setStatus(Integer.parseInt(want));
    }
  }

  private static void answerLater(AsyncContext context) {
    context.start(
        () -> {
          try {
            context.getResponse().getOutputStream().print("later");
            context.complete();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void setFields(HttpServletResponse response) {
    response.setHeader("x-ratelimit-limit", "7");
    response.addHeader("X-RateLimit-Remaining", "7");
    response.setIntHeader("X-RateLimit-Reset", 7);
    response.addIntHeader("X-RateLimit-Reset", 7);
    response.setDateHeader("RateLimit", 7);
    response.addDateHeader("RateLimit-Policy", 7);
    response.setHeader("Retry-After", "7");
  }
}
