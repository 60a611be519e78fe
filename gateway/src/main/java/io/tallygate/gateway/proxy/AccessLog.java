package io.tallygate.gateway.proxy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per call, on request. Names the key by its id; never a query, for it may hold secrets.
 */
final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger("tallygate.access");

  private AccessLog() {}

  static void ended(Exchange exchange, int status) {
    if (!exchange.context().config().switches().accessLog()) {
      return;
    }
    long micros = (exchange.context().ticker().monotonicNanos() - exchange.startedNanos()) / 1_000;
    LOG.info(
        "call: id={} method={} path={} group={} key={} address={} status={} micros={}",
        exchange.requestId(),
        exchange.method(),
        printable(exchange.path()),
        exchange.group(),
        exchange.identity(),
        exchange.address().getHostAddress(),
        status,
        micros);
  }

  /** A path as it may stand in a log: without what would end the line. */
  private static String printable(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c >= 127) {
        return path.replaceAll("[^!-~]", "?");
      }
    }
    return path;
  }
}
