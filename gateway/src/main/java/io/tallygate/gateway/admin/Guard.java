package io.tallygate.gateway.admin;

import io.javalin.http.Context;
import io.tallygate.gateway.admin.ApiProblem.Code;
import io.tallygate.limiter.clock.Ticker;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes problem details of what goes wrong, and says it in the log. Thread-safe. */
final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** What may be somebody who tries a door. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 421, 429);

  private final LogLimit refusals;
  private final LogLimit failures;

  Guard(Ticker ticker) {
    this.refusals = new LogLimit(ticker);
    this.failures = new LogLimit(ticker);
  }

  /** Runs it, and answers what it throws. */
  void guarded(Context context, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      ProblemAnswer problem = ProblemAnswer.of(e);
      if (problem.code() == Code.FAILED) {
        failures.admit().ifPresent(leftOut -> failed(context, e, leftOut));
      } else if (REFUSALS.contains(problem.status())) {
        refusals.admit().ifPresent(leftOut -> refused(context, problem, leftOut));
      }
      write(context, problem);
    }
  }

  private static void failed(Context context, RuntimeException e, long leftOut) {
    LOG.error(
        "admin request failed: method={} path={} leftOut={}",
        context.method(),
        context.endpoint().path, // as the table has it: what was sent may be anything
        leftOut,
        e);
  }

  private static void refused(Context context, ProblemAnswer problem, long leftOut) {
    LOG.warn(
        "admin request refused: status={} code={} address={} leftOut={}",
        problem.status(),
        problem.code(),
        context.req().getRemoteAddr(),
        leftOut);
  }

  static void write(Context context, ProblemAnswer problem) {
    context.status(problem.status()).contentType(ProblemAnswer.TYPE).result(problem.body());
  }
}
